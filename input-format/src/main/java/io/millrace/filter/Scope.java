package io.millrace.filter;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.Shard;
import io.millrace.checkpoint.ShardId;
import java.time.Instant;
import java.util.Optional;

/**
 * The part of one shard in which records are looked for. Immutable.
 *
 * @param shard the shard
 * @param keys its hash keys; empty where they are not known
 * @param numbers the records' sequence numbers
 * @param arrivals the records' approximate arrival times, to the millisecond
 */
public record Scope(ShardId shard, Optional<HashKeys> keys, Bounds<SequenceNumber> numbers, Bounds<Instant> arrivals) {
    /** All of a shard. */
    public static Scope of(Shard shard) {
        return new Scope(
                shard.id(),
                Optional.of(HashKeys.of(shard)),
                new Bounds<>(Optional.of(shard.start()), shard.end()),
                Bounds.all());
    }

    Optional<Scope> within(Bounds<SequenceNumber> bounds) {
        return numbers.intersection(bounds).map(narrower -> new Scope(shard, keys, narrower, arrivals));
    }

    Optional<Scope> arrived(Bounds<Instant> bounds) {
        return arrivals.intersection(bounds).map(narrower -> new Scope(shard, keys, numbers, narrower));
    }

    /** The least scope that has all of both; of two shards, under the name of this one. */
    public Scope hull(Scope other) {
        return new Scope(shard, keys, numbers.hull(other.numbers), arrivals.hull(other.arrivals));
    }
}
