package io.millrace.service.delivery;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What the operator chose for channels.
 *
 * @param buckets folder of all buckets; empty: {@code buckets} in the data folder
 * @param atMost bound on how old an undelivered record comes to be, whatever a channel's data freshness says
 */
public record DeliverySettings(Optional<Path> buckets, Optional<Duration> atMost) {
    /** What counts when nothing is said. */
    public static final DeliverySettings DEFAULT = new DeliverySettings(Optional.empty(), Optional.empty());

    private static final Duration SHORTEST_GAP = Duration.ofMillis(50);
    private static final Duration LONGEST_GAP = Duration.ofMillis(250);

    /** How often to look for what is due: so often that it adds little to the freshness of what is delivered. */
    public Duration gap() {
        Duration gap = atMost.map(bound -> bound.dividedBy(2)).orElse(LONGEST_GAP);
        if (gap.compareTo(LONGEST_GAP) > 0) {
            return LONGEST_GAP;
        }
        return gap.compareTo(SHORTEST_GAP) < 0 ? SHORTEST_GAP : gap;
    }

    /** How old an undelivered record comes to be under a channel's data freshness. */
    public Duration freshness(int seconds) {
        Duration own = Duration.ofSeconds(seconds);
        return atMost.filter(bound -> bound.compareTo(own) < 0).orElse(own);
    }
}
