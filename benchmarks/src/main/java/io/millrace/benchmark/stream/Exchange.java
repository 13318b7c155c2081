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
    }
}
