package io.millrace.model;

import java.util.concurrent.atomic.AtomicInteger;

/** Lets a planner die at a chosen one of its calls: from then on each fails. Thread-safe. */
final class Countdown {
    private static final int NEVER = Integer.MAX_VALUE;

    private final AtomicInteger left = new AtomicInteger(NEVER);

    /** What everything fails with after the death. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("the planner was killed");
        }
    }

    /** Dies after so many calls. */
    void dieAfter(int calls) {
        left.set(calls);
    }

    void revive() {
        left.set(NEVER);
    }

    /** One call. */
    void step() {
        if (left.get() != NEVER && left.getAndUpdate(value -> Math.max(0, value - 1)) <= 0) {
            throw new Killed();
        }
    }
}
