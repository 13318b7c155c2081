package io.millrace.launcher.quickstart;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.Locale;

/** What the quickstart shows: numbered steps with indented text below them. Thread-safe. */
final class Screen {
    private static final String INDENT = "      ";

    private final PrintWriter out;
    private final int steps;
    private final long start = System.nanoTime();
    private int step;

    /**
     * A screen for a story of so many steps.
     *
     * @param out where all of it goes
     */
    Screen(PrintWriter out, int steps) {
        this.out = out;
        this.steps = steps;
    }

    /** Begins the next step. */
    synchronized void step(String title) {
        step++;
        line("");
        line(String.format(Locale.ROOT, "[%d/%d] %s", step, steps, title));
    }

    /** A line that belongs to the step. */
    synchronized void detail(String text) {
        line(INDENT + text);
    }

    /** A line that stands for itself. */
    synchronized void line(String text) {
        out.println(text);
        out.flush();
    }

    /** A text of several lines, such as a statement or a table, set off by empty lines. */
    synchronized void block(Collection<String> lines) {
        out.println();
        lines.forEach(text -> out.println(text.isBlank() ? "" : INDENT + "  " + text));
        out.println();
        out.flush();
    }

    /** The time since the beginning, such as "42 s". */
    String elapsed() {
        return String.format(Locale.ROOT, "%.0f s", (System.nanoTime() - start) / 1e9);
    }
}
