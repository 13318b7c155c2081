package io.millrace.shard;

import io.millrace.checkpoint.Shard;
import io.millrace.checkpoint.ShardId;
import io.millrace.checkpoint.Sleeper;
import io.millrace.client.ReadCounter;
import io.millrace.client.Retries;
import io.millrace.client.StreamReader;
import io.millrace.filter.HashKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The shards of a stream while one job is planned. Which there are is asked anew each time; what never changes of a shard
 * is taken from the last answer, so that a stream of thousands is not listed twice. Thread-safe.
 */
public final class ShardListing {
    private final ShardLister lister;
    private volatile Optional<List<Shard>> last = Optional.empty();

    /** @param reader stays open */
    public ShardListing(StreamReader reader) {
        this.lister = new ShardLister(reader, new Retries(Sleeper.REAL, ReadCounter.Meter.NONE));
    }

    /** The shards that there are now, closed ones included. */
    public List<Shard> now() {
        List<Shard> shards = lister.all();
        last = Optional.of(shards);
        return shards;
    }

    /** The hash keys of the shards. */
    public Map<ShardId, HashKeys> hashKeys() {
        return last.orElseGet(this::now).stream().collect(Collectors.toMap(Shard::id, HashKeys::of));
    }
}
