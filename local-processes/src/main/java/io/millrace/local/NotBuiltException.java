package io.millrace.local;

/** Something of the checkout that is to be run is not built; the message says what, and how it is built. */
public final class NotBuiltException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    NotBuiltException(String message) {
        super(message);
    }
}
