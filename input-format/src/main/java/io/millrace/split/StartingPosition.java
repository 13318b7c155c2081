package io.millrace.split;

import io.millrace.checkpoint.SequenceNumber;
import java.time.Instant;

/** Where in its shard a split begins. */
public sealed interface StartingPosition {
    /** With the oldest record that is retained when the reading begins. */
    record TrimHorizon() implements StartingPosition {}

    /**
     * With the record of a sequence number, or the next one after it.
     *
     * @param pinned that very record belongs to the split: if it is gone, records were lost
     */
    record AtSequence(SequenceNumber first, boolean pinned) implements StartingPosition {}

    /** With the first record whose approximate arrival time is this or later. */
    record AtTimestamp(Instant time) implements StartingPosition {}
}
