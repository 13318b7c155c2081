package io.millrace.launcher.quickstart;

import io.millrace.launcher.text.Terminal;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Shows on a terminal that something is still going on: one line, written over, with the seconds so far. */
final class Ticker {
    private static final long PERIOD_MILLIS = 250;

    private final PrintWriter err;

    Ticker(PrintWriter err) {
        this.err = err;
    }

    /** Runs a task and shows its seconds meanwhile; elsewhere than on a terminal it shows nothing. */
    <T> T during(String what, Callable<T> task) throws Exception {
        if (!Terminal.onStandardError()) {
            return task.call();
        }
        long start = System.nanoTime();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(run -> {
            Thread thread = new Thread(run, "ticker");
            thread.setDaemon(true);
            return thread;
        });
        try {
            var ticks = timer.scheduleAtFixedRate(
                    () -> show(what, start), PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
            T result = task.call();
            ticks.cancel(false);
            return result;
        } finally {
            timer.shutdown();
            timer.awaitTermination(1, TimeUnit.SECONDS);
            err.print("\r\u001b[K");
            err.flush();
        }
    }

    private void show(String what, long start) {
        err.print(String.format(Locale.ROOT, "\r      %s ... %.0f s\u001b[K", what, (System.nanoTime() - start) / 1e9));
        err.flush();
    }
}
