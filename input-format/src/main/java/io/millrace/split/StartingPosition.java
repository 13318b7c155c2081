package io.millrace.split;

import io.millrace.checkpoint.SequenceNumber;
import java.time.Instant;
import java.util.Optional;

/** Where in its shard a split begins. */
public sealed interface StartingPosition {
    /** Where the range begins whose loss would be noticed; empty when it is not known by number. */
    default Optional<AtSequence> range() {
        return Optional.empty();
    }

    /** With the oldest record that is retained when the reading begins. */
    record TrimHorizon() implements StartingPosition {}

    /**
     * With the record of a sequence number, or the next one after it.
     *
     * @param pinned that very record belongs to the split: if it is gone, records were lost
     */
    record AtSequence(SequenceNumber first, boolean pinned) implements StartingPosition {
        @Override
        public Optional<AtSequence> range() {
            return Optional.of(this);
        }
    }

    /**
     * As {@code begin} says, but no record before {@code wanted} is needed: a reader may go there as soon as it knows
     * whether records at the range's beginning have expired. Whoever asks for a sequence number may have taken it from
     * another shard, so that the service may refuse to begin there.
     */
    record Beyond(AtSequence begin, SequenceNumber wanted) implements StartingPosition {
        @Override
        public Optional<AtSequence> range() {
            return Optional.of(begin);
        }
    }

    /** With the first record whose approximate arrival time is this or later. */
    record AtTimestamp(Instant time) implements StartingPosition {}
}
