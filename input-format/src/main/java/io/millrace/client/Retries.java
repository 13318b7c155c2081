package io.millrace.client;

import io.millrace.checkpoint.Sleeper;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats calls that failed for the moment, with jitter, for a bounded time, and says meanwhile that the task is
 * alive. What can't succeed fails at once. The pauses count as the time that passes, so a slow service does not use up
 * the patience for a throttled one. Immutable; thread-safe when what it is given is.
 */
public final class Retries {
    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** Other readers of the shard may hold its quota for long, but not for ever. */
    private static final Duration THROTTLED_LIMIT = Duration.ofMinutes(10);
    /** A restarting service is back by then. */
    private static final Duration UNAVAILABLE_LIMIT = Duration.ofSeconds(20);

    /** Every failure is final: for what can do without an answer. */
    public static final Retries NONE = new Retries(Sleeper.REAL, ReadCounter.Meter.NONE, Duration.ZERO, Duration.ZERO);

    private final Sleeper sleeper;
    private final ReadCounter.Meter meter;
    private final Duration throttledLimit;
    private final Duration unavailableLimit;

    /**
     * Retries that are counted.
     *
     * @param meter learns of each repetition, before its pause
     */
    public Retries(Sleeper sleeper, ReadCounter.Meter meter) {
        this(sleeper, meter, THROTTLED_LIMIT, UNAVAILABLE_LIMIT);
    }

    private Retries(Sleeper sleeper, ReadCounter.Meter meter, Duration throttledLimit, Duration unavailableLimit) {
        this.sleeper = sleeper;
        this.meter = meter;
        this.throttledLimit = throttledLimit;
        this.unavailableLimit = unavailableLimit;
    }

    /**
     * Calls until there is an answer.
     *
     * @throws StreamException the last failure, when it is not for the moment or has lasted too long
     */
    public <T> T call(Supplier<T> call) {
        Duration throttled = Duration.ZERO;
        Duration unavailable = Duration.ZERO;
        Duration most = FIRST_PAUSE;
        while (true) {
            try {
                return call.get();
            } catch (StreamException.Throttled e) {
                Duration pause = pause(most);
                throttled = throttled.plus(pause);
                if (throttled.compareTo(throttledLimit) > 0) {
                    throw e;
                }
                await(pause, e);
            } catch (StreamException.Unavailable e) {
                Duration pause = pause(most);
                unavailable = unavailable.plus(pause);
                if (unavailable.compareTo(unavailableLimit) > 0) {
                    throw e;
                }
                await(pause, e);
            }
            most = most.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? most.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    /** Between half of the longest and the longest: never so short that the limits would hardly be approached. */
    private static Duration pause(Duration most) {
        long half = most.toMillis() / 2;
        return Duration.ofMillis(half + ThreadLocalRandom.current().nextLong(half + 1));
    }

    private void await(Duration pause, StreamException failure) {
        LOG.debug("asking again in {}", pause, failure);
        meter.add(failure instanceof StreamException.Throttled ? ReadCounter.THROTTLED : ReadCounter.UNAVAILABLE, 1);
        try {
            sleeper.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }
}
