package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.error.ServiceException.ResourceInUseException;
import io.millrace.service.error.ServiceException.ResourceNotFoundException;
import io.millrace.service.stream.Retention;
import io.millrace.service.stream.Shard;
import io.millrace.service.stream.ShardId;
import io.millrace.service.stream.Stream;
import io.millrace.service.stream.StreamKey;
import java.util.Optional;
import java.util.function.Supplier;

/** How a request names a shard; one whose records have all expired is not found. Thread-safe. */
record Shards(Retention retention) {
    /** The shard of a stream with an id. */
    Shard find(Stream stream, String shardId) {
        return find(stream, index(stream.header().key(), shardId));
    }

    private Shard find(Stream stream, int index) {
        return maybe(stream, index).orElseThrow(() -> notFound(stream.header().key(), ShardId.format(index)));
    }

    Optional<Shard> maybe(Stream stream, int index) {
        return Optional.ofNullable(stream.shard(index)).filter(shard -> !retention.isExpired(stream, shard));
    }

    /** A shard that can be split or merged. */
    Shard open(Stream stream, int index) {
        Shard shard = find(stream, index);
        if (!shard.isOpen()) {
            throw new ResourceInUseException("Shard " + shard.id() + " in stream " + stream.name() + " under account "
                    + stream.account()
                    + " has already been merged or split, and thus is not eligible for merging or splitting.");
        }
        return shard;
    }

    /** The index in the id of a shard, which need not exist: AWS refuses ids that can't be any shard's before all else. */
    static int index(StreamKey key, String shardId) {
        return ShardId.parse(shardId).orElseThrow(() -> notFound(key, shardId));
    }

    /** The index in the id of the shard at which a list is to begin, which need not exist any more. */
    static int listIndex(String shardId) {
        return ShardId.parse(shardId)
                .orElseThrow(() -> new InvalidArgumentException(
                        "'" + shardId + "' is not the id of a shard; ids look like " + ShardId.format(0) + "."));
    }

    /** What reading a shard answers when there is no such shard, or no such stream. */
    static Supplier<RuntimeException> missing(StreamKey key, int index) {
        return () -> new ResourceNotFoundException("Shard " + ShardId.format(index) + " in stream " + key.name()
                + " under account " + key.account() + " does not exist");
    }

    private static ResourceNotFoundException notFound(StreamKey key, String shardId) {
        return new ResourceNotFoundException("Could not find shard " + shardId + " in stream " + key.name()
                + " under account " + key.account() + ".");
    }
}
