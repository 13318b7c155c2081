package io.millrace.shard;

import io.millrace.checkpoint.Shard;
import io.millrace.client.Retries;
import io.millrace.client.SdkStreamReader;
import io.millrace.client.StreamReader;
import io.millrace.config.ConnectorConfig;
import io.millrace.filter.RecordFilter;
import java.util.List;

/**
 * What EXPLAIN asks of a configuration's stream, with a client of its own, which it closes. Stateless.
 */
public final class ShardCatalogue {
    private ShardCatalogue() {}

    /**
     * All shards that the stream lists, closed ones included; does not wait for a service that fails or is busy.
     *
     * @throws io.millrace.client.StreamException when the first attempt fails
     */
    public static List<Shard> shardsIfQuick(ConnectorConfig config) {
        try (StreamReader reader = SdkStreamReader.open(config)) {
            return new ShardLister(reader, Retries.NONE).all();
        }
    }

    /**
     * What can be said of where the records are that a condition wants: a condition on the partition key says nothing about
     * a stream that distributes its records itself. The stream is only asked if that makes a difference, and not waited
     * for.
     *
     * @throws io.millrace.client.StreamException when the first attempt fails
     */
    public static RecordFilter soundFilterIfQuick(RecordFilter wanted, ConnectorConfig config) {
        if (!wanted.asksForHashKeys()) {
            return wanted;
        }
        try (StreamReader reader = SdkStreamReader.open(config)) {
            return reader.describe().placedByKey() ? wanted : wanted.withoutHashKeys();
        }
    }
}
