package io.millrace.launcher.text;

/** What bin/millrace, which can see it, says about the streams that the process writes to. */
public final class Terminal {
    /** System property, {@code true} when standard error is a terminal. */
    public static final String STDERR_PROPERTY = "millrace.stderr.terminal";

    private Terminal() {}

    /** Whether a line on standard error may be overwritten in place. */
    public static boolean onStandardError() {
        return Boolean.getBoolean(STDERR_PROPERTY);
    }
}
