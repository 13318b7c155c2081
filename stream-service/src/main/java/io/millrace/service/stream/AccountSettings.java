package io.millrace.service.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The one thing that an account can choose: whether it commits itself to a minimum of throughput, which on AWS changes
 * its bill and here nothing but the answers. Immutable.
 *
 * @param startedMillis when it was last committed to; null: never
 * @param endMillis when the commitment ends; null while nobody asked for its end
 */
public record AccountSettings(Long startedMillis, Long endMillis) {
    /** Before anything was chosen. */
    public static final AccountSettings NONE = new AccountSettings(null, null);

    private static final Duration SHORTEST = Duration.ofHours(24);

    /** Committed from now on; nothing changes for one that is. */
    public AccountSettings enable(Instant now) {
        return isEnabled(now)
                ? new AccountSettings(startedMillis, null)
                : new AccountSettings(now.toEpochMilli(), null);
    }

    /** Ends the commitment, now or as soon as that is allowed. */
    public AccountSettings disable(Instant now) {
        if (!isEnabled(now) || endMillis != null) {
            return this;
        }
        return new AccountSettings(
                startedMillis,
                Math.max(now.toEpochMilli(), earliestEnd().orElseThrow().toEpochMilli()));
    }

    public boolean isEnabled(Instant now) {
        return startedMillis != null && (endMillis == null || now.toEpochMilli() < endMillis);
    }

    public Optional<Instant> started() {
        return Optional.ofNullable(startedMillis).map(Instant::ofEpochMilli);
    }

    /** When it ended or will end. */
    public Optional<Instant> end() {
        return Optional.ofNullable(endMillis).map(Instant::ofEpochMilli);
    }

    public Optional<Instant> earliestEnd() {
        return started().map(start -> start.plus(SHORTEST));
    }
}
