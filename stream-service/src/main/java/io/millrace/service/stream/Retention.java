package io.millrace.service.stream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How long records last: the stream's retention, or less when the service was told so. Immutable.
 */
public final class Retention {
    private final InstantSource clock;
    private final Duration atMost;

    /** @param atMost bound over all streams; empty for none */
    public Retention(InstantSource clock, Optional<Duration> atMost) {
        this.clock = clock;
        this.atMost = atMost.orElse(null);
    }

    /** Records that arrived before this moment are gone. */
    public Instant horizon(Stream stream) {
        Duration kept = Duration.ofHours(stream.settings().retentionHours());
        if (atMost != null && atMost.compareTo(kept) < 0) {
            kept = atMost;
        }
        return clock.instant().minus(kept);
    }

    /** Whether the shard is closed and all it held is gone. */
    public boolean isExpired(Stream stream, Shard shard) {
        return !shard.closedAtOrAfter(horizon(stream));
    }
}
