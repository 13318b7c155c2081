package io.millrace.payload;

/** A payload is not what it should be. The message says why, but not which record it is: the caller knows that. */
public final class UnreadablePayloadException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnreadablePayloadException(String message, Throwable cause) {
        super(message, cause);
    }

    UnreadablePayloadException(String message) {
        super(message);
    }
}
