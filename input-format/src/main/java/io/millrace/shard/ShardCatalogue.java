package io.millrace.shard;

import io.millrace.checkpoint.Shard;
import io.millrace.checkpoint.Sleeper;
import io.millrace.client.ReadCounter;
import io.millrace.client.Retries;
import io.millrace.client.SdkStreamReader;
import io.millrace.client.StreamReader;
import io.millrace.config.ConnectorConfig;
import io.millrace.filter.RecordFilter;
import java.util.List;

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
     * Whether records lie where their partition keys say, as the stream is now; not waiting for a service that fails or is
     * busy.
     *
     * @throws io.millrace.client.StreamException when the first attempt fails
     */
    public static boolean isPlacedByKeyIfQuick(ConnectorConfig config) {
        try (StreamReader reader = SdkStreamReader.open(config)) {
            return reader.describe().placedByKey();
        }
    }

    /**
     * What can be said of where the records are that a condition wants: a condition on the partition key says nothing about
     * a stream that distributes its records itself. The stream is only asked if that makes a difference.
     *
     * @throws io.millrace.client.StreamException when the stream can't be described
     */
    public static RecordFilter soundFilter(RecordFilter wanted, ConnectorConfig config) {
        if (!wanted.asksForHashKeys()) {
            return wanted;
        }
        try (StreamReader reader = SdkStreamReader.open(config)) {
            boolean placedByKey = new Retries(Sleeper.REAL, ReadCounter.Meter.NONE)
                    .call(reader::describe)
                    .placedByKey();
            return placedByKey ? wanted : wanted.withoutHashKeys();
        }
    }
}
