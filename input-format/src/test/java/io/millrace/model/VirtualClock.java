package io.millrace.model;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * A clock that a walk moves on, by hours at once. A thread that has asked it is in the middle of something that in truth takes
 * far less, so for that thread nothing expires until it asks again. Thread-safe.
 */
final class VirtualClock extends Clock {
    private final Map<Thread, Instant> seen = Collections.synchronizedMap(new WeakHashMap<>());
    private volatile Instant now;

    VirtualClock(Instant start) {
        now = start;
    }

    void pass(Duration duration) {
        now = now.plus(duration);
    }

    /** The time for what this thread is about: when it asked last. */
    Instant seen() {
        return seen.getOrDefault(Thread.currentThread(), now);
    }

    @Override
    public Instant instant() {
        Instant asked = now;
        seen.put(Thread.currentThread(), asked);
        return asked;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("always UTC");
    }
}
