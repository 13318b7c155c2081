package io.millrace.benchmark.stream;

import java.io.IOException;

/** What one worker does again and again. Used by one thread. */
interface Exchange extends AutoCloseable {
    /**
     * Does it once.
     *
     * @return records moved
     */
    long next() throws IOException;

    @Override
    default void close() {}

    /** Makes an exchange for each worker. */
    interface Source {
        Exchange open() throws IOException;

        /** The process that does the work, by whose CPU time its cost is told. */
        default ProcessHandle process() {
            return ProcessHandle.current();
        }

        /** The same source, whose work another process does. */
        default Source in(ProcessHandle process) {
            Source plain = this;
            return new Source() {
                @Override
                public Exchange open() throws IOException {
                    return plain.open();
                }

                @Override
                public ProcessHandle process() {
                    return process;
                }
            };
        }
    }
}
