package io.millrace.service.delivery;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** Where objects are: each is there as a whole or not at all. Thread-safe for different objects. */
interface ObjectStore {
    boolean exists(String bucket, String key) throws IOException;

    /**
     * Begins an object; what an attempt that was cut off has left of it is replaced.
     *
     * @param draft a name for it until it is whole; another object that is written at the same time has another one
     */
    NewObject create(String bucket, String key, String draft) throws IOException;

    /** An object that nobody sees yet. Used by one thread at a time. */
    interface NewObject extends Closeable {
        OutputStream content();

        /** Forces it to disk and makes it seen, in place of one with the same key. */
        void publish() throws IOException;

        /** Throws it away, unless it was published. */
        @Override
        void close() throws IOException;
    }
}
