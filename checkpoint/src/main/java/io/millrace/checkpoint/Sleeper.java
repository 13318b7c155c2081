package io.millrace.checkpoint;

import java.time.Duration;

/** Lets time pass; tests replace it. */
@FunctionalInterface
public interface Sleeper {
    /** Really sleeps. */
    Sleeper REAL = duration -> Thread.sleep(duration.toMillis());

    /**
     * Returns after the duration has passed.
     *
     * @throws InterruptedException when the thread is interrupted meanwhile
     */
    void sleep(Duration duration) throws InterruptedException;
}
