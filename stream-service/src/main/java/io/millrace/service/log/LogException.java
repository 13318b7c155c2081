package io.millrace.service.log;

/** The log can't be opened, read or written. */
public sealed class LogException extends RuntimeException permits LogUnavailableException {
    public LogException(String message) {
        super(message);
    }

    public LogException(String message, Throwable cause) {
        super(message, cause);
    }
}
