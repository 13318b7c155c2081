package io.millrace.service.log;

/** The log can't do that right now, such as when the disk is full. It goes on by itself, so trying again is worth it. */
public final class LogUnavailableException extends LogException {
    public LogUnavailableException(String message) {
        super(message);
    }

    public LogUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
