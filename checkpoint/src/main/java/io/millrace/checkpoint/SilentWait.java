package io.millrace.checkpoint;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bounded wait for a silent stream to speak: pauses that grow from one second to fifteen, so that a long wait costs
 * few calls. Ends in bounded time also when the clock is set back meanwhile. For one thread.
 */
final class SilentWait {
    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final Logger LOG = LoggerFactory.getLogger(SilentWait.class);

    private final Duration limit;
    private final Clock clock;
    private final Sleeper sleeper;
    private final Instant start;
    private Duration slept = Duration.ZERO;
    private Duration next = FIRST_PAUSE;

    SilentWait(Duration limit, Clock clock, Sleeper sleeper) {
        this.limit = limit;
        this.clock = clock;
        this.sleeper = sleeper;
        this.start = clock.instant();
    }

    /**
     * Pauses once.
     *
     * @param awaited what is waited for, for messages
     * @return false, at once, when the limit has passed
     * @throws CheckpointException.PlanningInterrupted when the thread is interrupted; its flag is set again
     */
    boolean pause(String awaited) {
        Duration elapsed = longer(slept, Duration.between(start, clock.instant()));
        Duration left = limit.minus(elapsed);
        if (left.isZero() || left.isNegative()) {
            return false;
        }
        Duration pause = left.compareTo(next) < 0 ? left : next;
        LOG.info("waiting for {}, {} s longer at most", awaited, left.toSeconds());
        try {
            sleeper.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CheckpointException.PlanningInterrupted("interrupted while waiting for " + awaited, e);
        }
        slept = slept.plus(pause);
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        return true;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
