package io.millrace.shard;

import io.millrace.checkpoint.Shard;
import io.millrace.checkpoint.ShardId;
import io.millrace.client.Retries;
import io.millrace.client.StreamReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lists all shards of a stream, each once, however many pages that takes and in whatever order they come; nothing is kept
 * for later. Thread-safe.
 */
public final class ShardLister {
    private final StreamReader reader;
    private final Retries retries;

    public ShardLister(StreamReader reader, Retries retries) {
        this.reader = reader;
        this.retries = retries;
    }

    /** The shards, closed ones included. */
    public List<Shard> all() {
        // Of a shard that two pages have, the later word counts: it may have been closed meanwhile.
        Map<ShardId, Shard> shards = new LinkedHashMap<>();
        Optional<String> token = Optional.empty();
        do {
            Optional<String> from = token;
            StreamReader.ShardPage page = retries.call(() -> reader.shards(from));
            page.shards().forEach(shard -> shards.put(shard.id(), shard));
            token = page.nextToken();
        } while (token.isPresent());
        return List.copyOf(shards.values());
    }
}
