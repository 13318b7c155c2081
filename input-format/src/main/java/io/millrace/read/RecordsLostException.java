package io.millrace.read;

import java.io.IOException;

/** Records that a split must have are no longer in the stream. The message says where, and how to go on. */
public final class RecordsLostException extends IOException {
    private static final long serialVersionUID = 1L;

    RecordsLostException(String message) {
        super(message);
    }
}
