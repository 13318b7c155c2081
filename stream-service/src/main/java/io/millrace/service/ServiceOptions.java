package io.millrace.service;

import io.millrace.service.action.Settings;
import io.millrace.service.delivery.DeliverySettings;
import io.millrace.service.growth.GrowthSettings;
import io.millrace.service.http.Monitoring.Access;
import java.util.Optional;

/**
 * What the operator chose, but for where the service listens and keeps its data.
 *
 * @param quotas whether shards and callers are held to AWS's quotas
 * @param growth of streams on demand
 * @param metricsAccess who may read the metrics
 * @param accessLog file to note requests in, or a dash for standard output
 * @param delivery of channels
 */
public record ServiceOptions(
        Settings settings,
        boolean quotas,
        GrowthSettings growth,
        Access metricsAccess,
        Optional<String> accessLog,
        DeliverySettings delivery) {
    /** Without an access log; metrics for this machine. */
    public ServiceOptions(Settings settings, boolean quotas, GrowthSettings growth) {
        this(settings, quotas, growth, Access.LOCAL, Optional.empty(), DeliverySettings.DEFAULT);
    }

    /** Without quotas, and everything else as it is when nothing is said about it. */
    public static ServiceOptions plain(Settings settings) {
        return new ServiceOptions(
                settings,
                false,
                new GrowthSettings(GrowthSettings.DEFAULT_WINDOW, settings.shardLimit(), settings.stateDelay()));
    }
}
