package io.millrace.shard;

import io.millrace.checkpoint.Shard;
import io.millrace.client.Retries;
import io.millrace.client.SdkStreamReader;
import io.millrace.client.StreamReader;
import io.millrace.client.StreamReader.IteratorStart;
import io.millrace.client.StreamReader.RecordPage;
import io.millrace.client.StreamReader.StoredRecord;
import io.millrace.config.ConnectorConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * About how much a stream holds. Kinesis does not tell, so it is judged by the oldest records of a few shards: exact where
 * these are all that a shard has, else by how long it took them to arrive and how much time there is up to the tip.
 *
 * @param records stored records; aggregated ones count once
 * @param bytes of their data
 */
public record StreamSize(long records, long bytes) {
    private static final int SHARDS = 4;
    private static final int RECORDS = 1000;
    /** What a shard takes per second: records that came at once do not mean that more came ever since. */
    private static final double MOST_PER_SECOND = 1000;

    private static final int EMPTY_PAGES = 3;

    /**
     * Looks at a few shards, two calls each; never waits for a quota.
     *
     * @throws io.millrace.client.StreamException when the stream does not answer at once
     */
    public static StreamSize estimate(ConnectorConfig config) {
        try (StreamReader reader = SdkStreamReader.open(config)) {
            return estimate(reader);
        }
    }

    static StreamSize estimate(StreamReader reader) {
        List<Shard> shards = new ShardLister(reader, Retries.NONE).all();
        List<Shard> sample = sample(shards);
        double records = 0;
        double bytes = 0;
        for (Shard shard : sample) {
            Estimate estimate = look(reader, shard);
            records += estimate.records();
            bytes += estimate.bytes();
        }
        double scale = sample.isEmpty() ? 0 : (double) shards.size() / sample.size();
        return new StreamSize(Math.round(records * scale), Math.round(bytes * scale));
    }

    private static List<Shard> sample(List<Shard> shards) {
        int count = Math.min(SHARDS, shards.size());
        List<Shard> sample = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sample.add(shards.get((int) ((long) i * shards.size() / count)));
        }
        return sample;
    }

    private record Estimate(double records, double bytes) {}

    private static Estimate look(StreamReader reader, Shard shard) {
        String iterator = reader.iterator(shard.id(), new IteratorStart.TrimHorizon());
        RecordPage page = reader.records(iterator, RECORDS);
        for (int i = 1;
                i < EMPTY_PAGES && page.records().isEmpty() && page.next().isPresent();
                i++) {
            page = reader.records(page.next().get(), RECORDS);
        }
        if (page.records().isEmpty()) {
            return new Estimate(0, 0);
        }
        List<StoredRecord> seen = page.records();
        double seconds = Math.max(
                seconds(Duration.between(
                        seen.get(0).arrival(), seen.get(seen.size() - 1).arrival())),
                seen.size() / MOST_PER_SECOND);
        double factor = page.next().isEmpty() ? 1 : 1 + seconds(page.behind()) / seconds;
        return new Estimate(seen.size() * factor, page.volume().payload() * factor);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
