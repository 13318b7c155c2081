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

/**
 * What is asked of a configuration's stream before a read of it is planned, with a client of its own, which it closes.
 * Stateless.
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
     * a stream that distributes its records itself. The stream is only asked if that makes a difference.
     *
     * @throws io.millrace.client.StreamException when the stream can't be described
     */
    public static RecordFilter soundFilter(RecordFilter wanted, ConnectorConfig config) {
        return sound(wanted, config, new Retries(Sleeper.REAL, ReadCounter.Meter.NONE));
    }

    /**
     * The same without waiting for a service that fails or is busy.
     *
     * @throws io.millrace.client.StreamException when the first attempt fails
     */
    public static RecordFilter soundFilterIfQuick(RecordFilter wanted, ConnectorConfig config) {
        return sound(wanted, config, Retries.NONE);
    }

    private static RecordFilter sound(RecordFilter wanted, ConnectorConfig config, Retries retries) {
        if (!wanted.asksForHashKeys()) {
            return wanted;
        }
        try (StreamReader reader = SdkStreamReader.open(config)) {
            return retries.call(reader::describe).placedByKey() ? wanted : wanted.withoutHashKeys();
        }
    }
}
