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

    private static final Duration LONGEST_GAP = Duration.ofSeconds(1);

    /** How often to look at the shards: at least eight times in a window, and about once a second. */
    public Duration gap() {
        Duration gap = window.dividedBy(8);
        return gap.compareTo(LONGEST_GAP) > 0 ? LONGEST_GAP : gap;
    }
}
