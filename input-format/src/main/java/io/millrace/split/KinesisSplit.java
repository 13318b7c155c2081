package io.millrace.split;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.ShardId;
import io.millrace.checkpoint.StreamIdentity;
import io.millrace.filter.HashKeys;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The part of one shard that one task reads. Belongs to no engine: each wraps it in its own kind of split. Holds no
 * credentials. Immutable.
 *
 * @param stream the stream, as it was when the split was planned
 * @param shard the shard
 * @param keys the shard's hash keys; empty: the stream does not list the shard any more, or nobody asked
 * @param start where it begins
 * @param end where it ends
 * @param times which of the records in between are wanted
 */
public record KinesisSplit(
        StreamIdentity stream, ShardId shard, Optional<Keys> keys, StartingPosition start, End end, Times times) {
    /**
     * What an engine is told that a split has, in bytes: as much as a block of HDFS. How much it is, Kinesis does not tell.
     * Tez has one task read several splits, one after the other, as long as they have less than 50 MiB together, while a shard
     * gives 2 MiB a second however many are read: with a block each it reads as many at once as the cluster has room for.
     */
    public static final long NOMINAL_BYTES = 128L << 20;

    /**
     * The hash keys of a split's shard.
     *
     * @param range from the lowest to the highest
     * @param use what they say about where partition keys are
     */
    public record Keys(HashKeys range, Use use) {
        /** What hash keys say about where partition keys are. */
        public enum Use {
            /** Nothing: the stream distributes its records itself. */
            NONE,
            /** Records lie where their partition keys' hashes say, unless their producers place them themselves. */
            POSSIBLE,
            /**
             * The same, and other shards may have been left out for that. A record that lies elsewhere shows that it is
             * wrong, so that some of the left out may have been wanted.
             */
            RELIED_ON
        }

        /** The range, if it says where partition keys are. */
        Optional<HashKeys> ofPartitionKeys() {
            return Optional.of(range).filter(keys -> use != Use.NONE);
        }

        /** The same, once shards were left out for them. */
        Keys reliedOn() {
            return use == Use.POSSIBLE ? new Keys(range, Use.RELIED_ON) : this;
        }
    }

    /**
     * Where a split ends.
     *
     * @param last the greatest sequence number that belongs to it, inclusive
     * @param pinned a record of exactly this number was seen when the split was planned; otherwise the number is the
     *     end of a closed shard, which no record needs to have
     */
    public record End(SequenceNumber last, boolean pinned) {}

    /**
     * Bounds on the approximate arrival time of records.
     *
     * @param from inclusive
     * @param until exclusive
     */
    public record Times(Optional<Instant> from, Optional<Instant> until) {
        /** Every record is wanted. */
        public static final Times ANY = new Times(Optional.empty(), Optional.empty());

        /**
         * Arrival times do not ascend strictly. What is this much too late or too early is taken to have none after or
         * before it, respectively, that is wanted.
         */
        private static final Duration DISORDER = Duration.ofMinutes(10);

        /** Past a record that arrived then, nothing that is wanted is expected any more. */
        public boolean endBy(Instant arrival) {
            return until.filter(bound -> arrival.isAfter(bound.plus(DISORDER))).isPresent();
        }

        /** When records arrived before which nothing that is wanted is expected; empty: there is no such time. */
        public Optional<Instant> beginning() {
            return from.map(bound -> bound.minus(DISORDER));
        }

        /** Whether a record that arrived then is wanted. */
        public boolean contain(Instant arrival) {
            return from.filter(arrival::isBefore).isEmpty()
                    && until.filter(bound -> !arrival.isBefore(bound)).isEmpty();
        }
    }

    /** The same with its hash keys known in another way. */
    KinesisSplit withKeys(Optional<Keys> other) {
        return new KinesisSplit(stream, shard, other, start, end, times);
    }

    /** The stream's name, for messages. */
    public String streamName() {
        return stream.name();
    }

    /** Writes the split in its own form. */
    public void write(DataOutput out) throws IOException {
        SplitForm.write(this, out);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException when the bytes are of another version or make no sense
     */
    public static KinesisSplit read(DataInput in) throws IOException {
        return SplitForm.read(in);
    }
}
