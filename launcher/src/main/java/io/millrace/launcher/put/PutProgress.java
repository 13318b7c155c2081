package io.millrace.launcher.put;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how far a put has come: on a terminal one line that is written over, elsewhere a line every ten seconds. Not
 * thread-safe.
 */
public final class PutProgress {
    private static final Duration ON_TERMINAL = Duration.ofMillis(200);
    private static final Duration ELSEWHERE = Duration.ofSeconds(10);

    private final PrintWriter out;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private final long start;
    private long shownAt;
    private boolean lineOpen;

    /**
     * Progress since now.
     *
     * @param terminal whether {@code out} is one
     * @param nanoTime the clock, as {@link System#nanoTime}
     */
    public PutProgress(PrintWriter out, boolean terminal, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.shownAt = start;
    }

    /** Shows the counts, unless that was done a moment ago. */
    void show(PutSummary soFar) {
        long now = nanoTime.getAsLong();
        if (now - shownAt < (terminal ? ON_TERMINAL : ELSEWHERE).toNanos()) {
            return;
        }
        shownAt = now;
        String text = describe(soFar);
        if (terminal) {
            // Back to the first column, and blank what a longer line has left.
            out.print("\r" + text + "\u001b[K");
            lineOpen = true;
        } else {
            out.println(text);
        }
        out.flush();
    }

    /** Ends the line that is written over, so that other text can follow. */
    public void end() {
        if (lineOpen) {
            out.print("\r\u001b[K");
            out.flush();
            lineOpen = false;
        }
    }

    /** The counts with the rate since the start, such as "1,200 records (2.1 MB) in 3.0 s, 400 records/s". */
    public String describe(PutSummary counts) {
        double seconds = Math.max(1e-3, (nanoTime.getAsLong() - start) / 1e9);
        String text = String.format(
                Locale.ROOT,
                "%,d %s (%,.1f MB) in %,.1f s, %,.0f records/s",
                counts.records(),
                counts.records() == 1 ? "record" : "records",
                counts.bytes() / 1e6,
                seconds,
                counts.records() / seconds);
        return text
                + again(counts.repeated(), "sent again after a refusal")
                + again(counts.uncertain(), "sent again without an answer, so that they may be there twice");
    }

    private static String again(long records, String why) {
        return records == 0 ? "" : String.format(Locale.ROOT, ", %,d %s", records, why);
    }
}
