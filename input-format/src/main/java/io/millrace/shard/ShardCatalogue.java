package io.millrace.shard;

import io.millrace.checkpoint.Shard;
import io.millrace.checkpoint.ShardId;
import io.millrace.checkpoint.Sleeper;
import io.millrace.client.ReadCounter;
import io.millrace.client.Retries;
import io.millrace.client.SdkStreamReader;
import io.millrace.client.StreamReader;
import io.millrace.config.ConnectorConfig;
import io.millrace.filter.HashKeys;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Lists the shards of a configuration's stream, with a client of its own, which it closes. Stateless. */
public final class ShardCatalogue {
    private ShardCatalogue() {}

    /**
     * All shards that the stream lists, closed ones included.
     *
     * @throws io.millrace.client.StreamException when they can't be listed
     */
    public static List<Shard> shards(ConnectorConfig config) {
        try (StreamReader reader = SdkStreamReader.open(config)) {
            return new ShardLister(reader, new Retries(Sleeper.REAL, ReadCounter.Meter.NONE)).all();
        }
    }

    /**
     * The same without waiting for a service that fails or is busy.
     *
     * @throws io.millrace.client.StreamException when the first attempt fails
     */
    public static List<Shard> shardsIfQuick(ConnectorConfig config) {
        try (StreamReader reader = SdkStreamReader.open(config)) {
            return new ShardLister(reader, Retries.NONE).all();
        }
    }

    /**
     * The hash keys of all shards that the stream lists.
     *
     * @throws io.millrace.client.StreamException when they can't be listed
     */
    public static Map<ShardId, HashKeys> hashKeys(ConnectorConfig config) {
        return shards(config).stream().collect(Collectors.toMap(Shard::id, HashKeys::of));
    }
}
