package io.millrace.shard;

import io.millrace.checkpoint.Shard;
import io.millrace.client.Retries;
import io.millrace.client.StreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists all shards of a stream, however many pages that takes; nothing is kept for later. Thread-safe. */
final class ShardLister {
    private final StreamReader reader;
    private final Retries retries;

    ShardLister(StreamReader reader, Retries retries) {
        this.reader = reader;
        this.retries = retries;
    }

    List<Shard> all() {
        List<Shard> shards = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Optional<String> from = token;
            StreamReader.ShardPage page = retries.call(() -> reader.shards(from));
            shards.addAll(page.shards());
            token = page.nextToken();
        } while (token.isPresent());
        return List.copyOf(shards);
    }
}
