package io.millrace.service.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The memory for requests and answers under way. Who finds too little left waits in line without a thread; who has
 * waited too long, or finds the line too long, is refused. Thread-safe.
 */
final class ByteBudget {
    /** More in line than this can only be meant to do harm: each of them holds the head of its request. */
    private static final int LONGEST_LINE = 4096;

    private final long total;
    private final Duration longestWait;
    private final Scheduler scheduler;
    private final Executor executor;
    private final Deque<Waiter> line = new ArrayDeque<>();
    private long free;

    ByteBudget(long total, Duration longestWait, Scheduler scheduler, Executor executor) {
        this.total = total;
        this.longestWait = longestWait;
        this.scheduler = scheduler;
        this.executor = executor;
        this.free = total;
    }

    /** What happens to one who asks: exactly one of the two is called, once. */
    interface Outcome {
        /** The lease must be closed. */
        void granted(Lease lease);

        void refused();
    }

    /** @param bytes wanted; more than there are in all counts as all */
    void acquire(long bytes, Outcome outcome) {
        long wanted = Math.min(bytes, total);
        Waiter waiter = new Waiter(wanted, outcome);
        synchronized (this) {
            if (free < wanted || !line.isEmpty()) {
                if (line.size() == LONGEST_LINE) {
                    executor.execute(outcome::refused);
                    return;
                }
                line.add(waiter);
                waiter.timeout =
                        scheduler.schedule(() -> expire(waiter), longestWait.toMillis(), TimeUnit.MILLISECONDS);
                return;
            }
            free -= wanted;
        }
        outcome.granted(new Lease(wanted));
    }

    synchronized long free() {
        return free;
    }

    private void expire(Waiter waiter) {
        synchronized (this) {
            if (!line.remove(waiter)) {
                return;
            }
        }
        executor.execute(waiter.outcome::refused);
        // One with smaller wishes may have stood behind it.
        giveBack(0);
    }

    private synchronized void giveBack(long bytes) {
        free += bytes;
        while (!line.isEmpty() && line.peek().wanted <= free) {
            Waiter next = line.remove();
            next.timeout.cancel();
            free -= next.wanted;
            executor.execute(() -> next.outcome.granted(new Lease(next.wanted)));
        }
    }

    private static final class Waiter {
        private final long wanted;
        private final Outcome outcome;
        private Scheduler.Task timeout;

        Waiter(long wanted, Outcome outcome) {
            this.wanted = wanted;
            this.outcome = outcome;
        }
    }

    /** A part of the memory. */
    final class Lease implements AutoCloseable {
        private long held;

        private Lease(long held) {
            this.held = held;
        }

        /** Gives back what is more than so many bytes. */
        void shrinkTo(long bytes) {
            long surplus;
            synchronized (this) {
                surplus = Math.max(0, held - bytes);
                held -= surplus;
            }
            giveBack(surplus);
        }

        @Override
        public void close() {
            shrinkTo(0);
        }
    }
}
