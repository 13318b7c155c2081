package io.millrace.publish;

import java.io.IOException;

/** Staged records could not all be published. The message says how many are in the stream and how to go on. */
public final class PublishException extends IOException {
    private static final long serialVersionUID = 1L;

    PublishException(String message, Throwable cause) {
        super(message, cause);
    }
}
