package io.millrace.checkpoint;

/** What to do when records that an iteration must have may have left the stream unread. */
public enum DataLoss {
    /** Plan nothing and fail with {@link CheckpointException.RecordsExpired}. */
    FAIL,
    /** Go on with what the stream still holds, and log a warning for each shard. */
    WARN,
    /** Go on with what the stream still holds, silently (logged at debug level). */
    SKIP
}
