package io.millrace.launcher;

/** Something the user can mend: the message says what is wrong and what to do, and is all that is shown. */
public final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UserError(String message) {
        super(message);
    }

    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
