package io.millrace.client;

/** A call to the Kinesis API failed. The message names the stream and says what to do. */
public sealed class StreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StreamException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Asking again can't help: no such stream, no permission, a wrong request. */
    public static sealed class Refused extends StreamException {
        private static final long serialVersionUID = 1L;

        public Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * The stream, its consumer or the shard is not there. A shard that was there once is gone when it is closed and all of its
     * records have expired.
     */
    public static final class NotFound extends Refused {
        private static final long serialVersionUID = 1L;

        public NotFound(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The iterator is older than five minutes; a new one is needed. */
    public static final class IteratorExpired extends StreamException {
        private static final long serialVersionUID = 1L;

        public IteratorExpired(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The quota is used up for the moment; asking again later helps. */
    public static final class Throttled extends StreamException {
        private static final long serialVersionUID = 1L;

        public Throttled(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The service failed or can't be reached; asking again later may help. */
    public static final class Unavailable extends StreamException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
