package io.millrace.service.log.rocks;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Tells callers what became of their operations, away from the writer's thread: what they attach, such as writing an
 * answer, goes on while the next group is written. A group becomes ready at once, so it is handed over at once too: one
 * task for a part of it, not one for each operation. Thread-safe.
 */
final class Outcomes implements AutoCloseable {
    private static final int THREADS = Runtime.getRuntime().availableProcessors();
    /** Fewer are not worth waking a thread for. */
    private static final int LEAST_PART = 16;

    private static final int STOP_SECONDS = 10;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "log-outcomes");
        thread.setDaemon(true);
        return thread;
    });

    /** Runs all soon; those of one part in their order. */
    void tell(List<Runnable> outcomes) {
        int part = Math.max(LEAST_PART, (outcomes.size() + THREADS - 1) / THREADS);
        for (int from = 0; from < outcomes.size(); from += part) {
            List<Runnable> some = outcomes.subList(from, Math.min(outcomes.size(), from + part));
            threads.execute(() -> some.forEach(Runnable::run));
        }
    }

    /** Waits until all have been told, for some seconds at most. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("what waited for the log does not come to an end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
