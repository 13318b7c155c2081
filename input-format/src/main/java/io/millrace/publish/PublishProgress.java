package io.millrace.publish;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Supplier;

/** Tells people again and again how far a publishing is, until its end. */
final class PublishProgress {
    private final Timer timer = new Timer("millrace-progress", true);

    /**
     * Begins to tell.
     *
     * @param stream begins each line
     * @param soFar is asked in another thread
     * @param every how often
     */
    PublishProgress(String stream, Supplier<String> soFar, PrintStream out, Duration every) {
        TimerTask telling = new TimerTask() {
            @Override
            public void run() {
                out.println(stream + ": " + soFar.get());
            }
        };
        timer.schedule(telling, every.toMillis(), every.toMillis());
    }

    /** Nothing more is told. */
    void end() {
        timer.cancel();
    }
}
