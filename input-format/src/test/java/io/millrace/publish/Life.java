package io.millrace.publish;

import java.util.ArrayList;
import java.util.List;

/**
 * The life of one publisher in a {@link PublishingWalk}: it may end before any of its steps, each of which is an operation on
 * files or a half of a call to a stream, and others may come in between. What it has begun to say then, nobody hears.
 */
final class Life {
    private final List<Runnable> between = new ArrayList<>();
    private final List<Integer> when = new ArrayList<>();
    private final int last;
    private int steps;

    /** @param last the number of steps that it has */
    Life(int last) {
        this.last = last;
    }

    /** The process is gone. */
    static final class Died extends Error {
        private static final long serialVersionUID = 1L;

        Died() {
            super("died");
        }
    }

    /** Has something happen before a step. */
    Life between(int step, Runnable event) {
        between.add(event);
        when.add(step);
        return this;
    }

    boolean isDead() {
        return steps >= last;
    }

    int steps() {
        return steps;
    }

    /** Goes a step, if it is alive. */
    void step() {
        if (isDead()) {
            throw new Died();
        }
        steps++;
        for (int i = 0; i < when.size(); i++) {
            if (when.get(i) == steps) {
                between.get(i).run();
            }
        }
        if (isDead()) {
            throw new Died();
        }
    }
}
