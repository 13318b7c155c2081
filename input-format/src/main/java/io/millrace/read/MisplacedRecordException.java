package io.millrace.read;

/**
 * A record lies in a shard in which it should not be, in a read that left other shards out because of where records should
 * be. The message says which record it is, and how to read all shards.
 */
public final class MisplacedRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MisplacedRecordException(String message) {
        super(message);
    }
}
