package io.millrace.launcher.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Compares what Hive answered with what was counted outside of it, and remembers whether all was right. */
final class Check {
    private final Screen screen;
    private final List<String> failures = new ArrayList<>();

    Check(Screen screen) {
        this.screen = screen;
    }

    /** Both must be equal; the outcome is shown. */
    void equal(String what, Object expected, Object actual) {
        if (Objects.equals(expected, actual)) {
            screen.detail("ok      " + what);
        } else {
            failures.add(what);
            screen.detail("WRONG   " + what + ": expected " + expected + ", got " + actual);
        }
    }

    /** Both counts must be equal; the outcome is shown with the number. */
    void equal(String what, long expected, long actual) {
        String number = String.format(Locale.ROOT, "%,d", actual);
        equal(expected == actual ? what + ": " + number : what, (Object) expected, actual);
    }

    /** Whether no comparison failed. */
    boolean passed() {
        return failures.isEmpty();
    }
}
