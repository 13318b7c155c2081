package io.millrace.shard;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * When the last records of the stream's other shards arrived. Shards have the same producers more often than not, so that
 * they fall silent at about the same time. A hint only saves looks and never decides anything. Thread-safe.
 */
final class TipHint {
    /** The last record is looked for so long before the time of the hint. */
    private static final Duration BEFORE = Duration.ofSeconds(2);
    /** From then on, the last record has come by this time, when the hint is good. */
    static final Duration SPREAD = BEFORE.multipliedBy(2);

    /** Shards that fell silent further apart than this tell nothing of each other. */
    private static final Duration TOGETHER = Duration.ofMinutes(1);

    private final AtomicReference<Optional<Found>> latest = new AtomicReference<>(Optional.empty());

    private record Found(Instant arrival, boolean likeTheOneBefore) {}

    /** A time shortly before which a shard's last record may have arrived; empty while nothing speaks for any. */
    Optional<Instant> time() {
        return latest.get().filter(Found::likeTheOneBefore).map(found -> found.arrival()
                .minus(BEFORE));
    }

    /** The last record of a shard was found. */
    void found(Instant arrival) {
        latest.updateAndGet(before -> Optional.of(new Found(
                arrival,
                before.filter(found ->
                                Duration.between(found.arrival(), arrival).abs().compareTo(TOGETHER) <= 0)
                        .isPresent())));
    }
}
