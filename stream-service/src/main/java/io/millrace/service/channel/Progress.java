package io.millrace.service.channel;

import java.util.Optional;

/**
 * How far a channel has come with one shard. Immutable.
 *
 * @param next sequence number of the next record to be delivered, or anything after the last one that was
 * @param begun whether the range of any object was ever stored
 * @param writing the object that is being written: whatever happens, the same records go under the same key; null: none
 */
public record Progress(String next, boolean begun, Batch writing) {
    /** A shard of which nothing was delivered. */
    public static Progress from(Object next) {
        return new Progress(next.toString(), false, null);
    }

    /** About to write an object. */
    public Progress writing(Batch batch) {
        return new Progress(next, true, batch);
    }

    /** With everything before a place delivered, or lost. */
    public Progress movedTo(Object place) {
        return new Progress(place.toString(), begun, null);
    }

    public Optional<Batch> batch() {
        return Optional.ofNullable(writing);
    }

    /**
     * The records of one object, consecutive ones of a shard.
     *
     * @param first sequence number of the first record
     * @param last that of the last one
     * @param count how many they are
     * @param key of the object; none is written when no record is fit for it
     * @param deadLetterKey of the object with the records that are not; none is written when all are fit
     */
    public record Batch(String first, String last, long count, String key, String deadLetterKey) {}
}
