package io.millrace.service.growth;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How streams on demand grow.
 *
 * @param window how long a shard must be hot without a break before it is split
 * @param shardLimit most open shards of an account in a region, empty for no limit
 * @param stateDelay how long a stream is UPDATING after it has grown
 */
public record GrowthSettings(Duration window, OptionalInt shardLimit, Duration stateDelay) {
    public static final Duration DEFAULT_WINDOW = Duration.ofMinutes(1);
}
