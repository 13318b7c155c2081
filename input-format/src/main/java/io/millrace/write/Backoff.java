package io.millrace.write;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long a refused record waits before it is sent again, and for how long in all. The waits are random and their bound
 * doubles, so that many writers that were refused at once do not come back at once. Immutable and thread-safe.
 *
 * @param first bound of the first wait
 * @param longest bound that is never exceeded
 * @param throttled how long the waits of one record may last together while its shard has no quota left
 * @param failing how long they may last while the service fails
 */
public record Backoff(Duration first, Duration longest, Duration throttled, Duration failing) {
    /** Others may hold a shard's quota for long, but not for ever; a restarting service is back sooner. */
    public static final Backoff DEFAULT =
            new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofMinutes(1));

    /**
     * The wait after the given attempt, 1 for the first: between half of its bound and its bound.
     *
     * @param random as {@link Math#random}
     */
    Duration after(int attempt, DoubleSupplier random) {
        long bound = Math.min(longest.toMillis(), first.toMillis() << Math.min(attempt - 1, 20));
        return Duration.ofMillis(bound / 2 + (long) (random.getAsDouble() * (bound / 2 + 1)));
    }
}
