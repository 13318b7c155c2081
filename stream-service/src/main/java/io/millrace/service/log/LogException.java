package io.millrace.service.log;

/** The log can't be opened, read or written. */
public final class LogException extends RuntimeException {
    public LogException(String message) {
        super(message);
    }

    public LogException(String message, Throwable cause) {
        super(message, cause);
    }
}
