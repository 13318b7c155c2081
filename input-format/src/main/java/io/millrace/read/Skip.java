package io.millrace.read;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.StreamReader.StoredRecord;
import io.millrace.split.KinesisSplit;
import io.millrace.split.StartingPosition;
import java.time.Instant;
import java.util.Optional;

/**
 * Where in a split the wanted records begin, when that is not where the split begins. Immutable.
 *
 * @param last the split's last sequence number
 * @param wanted no record before this number is wanted
 * @param since no wanted record is expected before those that arrived then
 */
record Skip(SequenceNumber last, Optional<SequenceNumber> wanted, Optional<Instant> since) {
    /** Empty when a reader had better read on from the split's beginning. */
    static Optional<Skip> of(KinesisSplit split) {
        Optional<SequenceNumber> wanted = split.start() instanceof StartingPosition.Beyond beyond
                ? Optional.of(beyond.wanted())
                : Optional.empty();
        Optional<Instant> since =
                split.start().range().isPresent() ? split.times().beginning() : Optional.empty();
        return wanted.isPresent() || since.isPresent()
                ? Optional.of(new Skip(split.end().last(), wanted, since))
                : Optional.empty();
    }

    /** The number to go on with from a record; empty when the next one may be wanted. */
    Optional<SequenceNumber> numberAfter(StoredRecord record) {
        return wanted.filter(number -> number.isAfter(record.sequenceNumber()));
    }

    /** The time to go on with from a record; empty when the next one may be wanted. */
    Optional<Instant> timeAfter(StoredRecord record) {
        return since.filter(record.arrival()::isBefore);
    }
}
