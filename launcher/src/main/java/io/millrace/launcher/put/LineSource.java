package io.millrace.launcher.put;

import java.io.IOException;
import java.util.Optional;

/** Gives lines one after the other. Implementations are not thread-safe. */
public interface LineSource {
    /** The next line, or empty at the end. */
    Optional<Line> next() throws IOException;

    /** Whether more can be read without waiting; false at a pipe whose writer is silent for now. */
    boolean ready() throws IOException;

    /**
     * The next lines of this source, at most so many; what is left stays in this source.
     *
     * @param lines at least 0
     */
    default LineSource limit(long lines) {
        LineSource whole = this;
        return new LineSource() {
            private long left = lines;

            @Override
            public Optional<Line> next() throws IOException {
                return left-- > 0 ? whole.next() : Optional.empty();
            }

            @Override
            public boolean ready() throws IOException {
                return left > 0 && whole.ready();
            }
        };
    }
}
