package io.millrace.service;

import io.millrace.service.action.Settings;
import io.millrace.service.growth.GrowthSettings;

/**
 * What the operator chose, but for where the service listens and keeps its data.
 *
 * @param quotas whether shards and callers are held to AWS's quotas
 * @param growth of streams on demand
 */
public record ServiceOptions(Settings settings, boolean quotas, GrowthSettings growth) {
    /** Without quotas, and everything else as it is when nothing is said about it. */
    public static ServiceOptions plain(Settings settings) {
        return new ServiceOptions(
                settings,
                false,
                new GrowthSettings(GrowthSettings.DEFAULT_WINDOW, settings.shardLimit(), settings.stateDelay()));
    }
}
