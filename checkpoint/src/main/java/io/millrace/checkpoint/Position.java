package io.millrace.checkpoint;

import java.time.Instant;

/** Where in a shard a reader begins. */
public sealed interface Position {
    /** With the oldest record that the shard still holds. */
    record TrimHorizon() implements Position {}

    /** After the newest record that the shard holds now. */
    record Latest() implements Position {}

    /** With the first record at or after an approximate arrival time. */
    record AtTimestamp(Instant time) implements Position {}

    /** With the record right after the one of this sequence number, which was read before. */
    record After(SequenceNumber number) implements Position {}
}
