package io.millrace.checkpoint;

/**
 * A part of a shard that is not empty: from the record {@code first} to {@code last}, both inclusive.
 *
 * @param first the sequence number of the first record, which was seen to exist when the range was planned
 * @param last the sequence number of the last record or, for a closed shard, the shard's ending sequence number
 */
public record SequenceRange(SequenceNumber first, SequenceNumber last) {
    public SequenceRange {
        if (first.isAfter(last)) {
            throw new IllegalArgumentException("range starts at " + first + ", after its end " + last);
        }
    }

    public boolean contains(SequenceNumber number) {
        return number.compareTo(first) >= 0 && number.compareTo(last) <= 0;
    }
}
