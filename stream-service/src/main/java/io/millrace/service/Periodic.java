package io.millrace.service;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something again and again on a thread of its own, also after it has failed. Thread-safe. */
final class Periodic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Periodic.class);

    private final String name;
    private final Runnable task;
    private final ScheduledExecutorService timer;
    private volatile Future<?> runs;

    private Periodic(String name, Runnable task) {
        this.name = name;
        this.task = task;
        this.timer = Executors.newSingleThreadScheduledExecutor(run -> {
            Thread thread = new Thread(run, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Begins.
     *
     * @param name of the thread, and of the task in messages
     * @param gap between the end of one time and the beginning of the next
     */
    static Periodic start(String name, Duration gap, Runnable task) {
        Periodic periodic = new Periodic(name, task);
        periodic.runs = periodic.timer.scheduleWithFixedDelay(
                periodic::run, gap.toMillis(), gap.toMillis(), TimeUnit.MILLISECONDS);
        return periodic;
    }

    private void run() {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("{} failed; it is tried again", name, e);
        }
    }

    /** Waits for what is under way, for some seconds at most. */
    @Override
    public void close() {
        runs.cancel(false);
        timer.shutdown();
        try {
            if (!timer.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("{} takes long; stopping without it", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
