package io.millrace.launcher.put;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before a further attempt: a random time below a bound that doubles with each one ("full jitter"), so
 * that many producers that were refused at once do not come back at once.
 *
 * @param first bound before the second attempt
 * @param most bound that is never exceeded
 * @param attempts how often a record is tried in all
 */
public record Backoff(Duration first, Duration most, int attempts) {
    /** For a stream that is written by others too: gives up after about a minute. */
    public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), 20);

    /** The wait after the given attempt, 1 for the first. */
    Duration after(int attempt) {
        long bound = Math.min(most.toMillis(), first.toMillis() << Math.min(attempt - 1, 20));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(bound + 1));
    }
}
