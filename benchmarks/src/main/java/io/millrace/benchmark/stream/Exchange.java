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

        /** Is called before each time that it is measured, and does not count. */
        default void prepare() throws IOException {}

        /** Is called when it is not measured any more. */
        default void finish() {}

        /**
         * Whether it is other people's, so that what fails there is told and the run goes on. Of its process nothing is known.
         */
        default boolean isForeign() {
            return false;
        }

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
