package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.stream.StreamSettings;

/** Which records go to which shard, as an owner chooses it. Stateless. */
final class RecordDistribution {
    private RecordDistribution() {}

    /**
     * The settings with another strategy.
     *
     * @throws InvalidArgumentException when a stream of their mode can't have it
     */
    static StreamSettings change(StreamSettings settings, String strategy) {
        if (!settings.isOnDemand() && strategy.equals(StreamSettings.BY_ITSELF)) {
            throw new InvalidArgumentException(
                    "RecordDistributionStrategy " + strategy + " is only supported for streams in ON_DEMAND mode.");
        }
        return settings.withRecordDistribution(strategy);
    }
}
