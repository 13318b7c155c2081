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

    /** How old an undelivered record comes to be under a channel's data freshness. */
    public Duration freshness(int seconds) {
        Duration own = Duration.ofSeconds(seconds);
        return atMost.filter(bound -> bound.compareTo(own) < 0).orElse(own);
    }
}
