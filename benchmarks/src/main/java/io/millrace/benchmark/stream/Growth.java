package io.millrace.benchmark.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.benchmark.Samples;
import io.millrace.benchmark.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a record costs as its shard grows, and as the records spread over more shards. */
final class Growth {
    private static final int PUTTERS = 4;
    private static final int READERS = 2;
    private static final int RECORDS_PER_PUT = 500;
    private static final int DRAINED = 50_000;
    private static final int SEEKS = 100;

    private final Lab lab;
    private final Pace pace;

    Growth(Lab lab, Pace pace) {
        this.lab = lab;
        this.pace = pace;
    }

    /** Measures at each size of one shard; sizes ascend. */
    void records(List<Long> sizes, PrintStream out) throws IOException {
        Table table = new Table(
                "Cost by records in the shard (CBOR, 1 KiB): microseconds a record. A seek is GetShardIterator"
                        + " AT_TIMESTAMP at the middle and GetRecords of 10 records: milliseconds."
                        + " The start is the whole process's, right after the puts.",
                "records in the shard",
                "PutRecords",
                "GetRecords of the first 50,000",
                "seek median",
                "seek p99",
                "start after kill -9, s");
        String stream = "growing";
        lab.createStream(stream, 1);
        long start = System.currentTimeMillis();
        long filled = 0;
        // Of the last record: the service may be down for a while after it, or nothing may be left to fill.
        long end = start;
        for (long size : sizes) {
            if (filled < size) {
                Fill.service(lab, stream, size - filled);
                end = System.currentTimeMillis();
            }
            long middle = start + (end - start) / 2;
            int drained = (int) Math.min(DRAINED, size);
            List<Run> reads = Run.repeat(new Gets(lab, Format.CBOR, drained).service(stream, 0), READERS, pace);
            Samples seeks = seeks(stream, middle);
            List<Run> puts =
                    Run.repeat(Puts.many(lab, Format.CBOR, RECORDS_PER_PUT).service(stream), PUTTERS, pace);
            end = System.currentTimeMillis();
            filled = Math.max(filled, size)
                    + puts.stream().mapToLong(Run::records).sum();
            table.row(
                    String.format(Locale.ROOT, "%,d", size),
                    micros(puts),
                    micros(reads),
                    String.format(Locale.ROOT, "%.2f", seeks.median()),
                    String.format(Locale.ROOT, "%.2f", seeks.quantile(0.99)),
                    String.format(Locale.ROOT, "%.1f", lab.restartAfterKill()));
        }
        lab.deleteStream(stream);
        table.print(out);
    }

    /** Measures with each number of shards. */
    void shards(List<Integer> counts, PrintStream out) throws IOException {
        Table table = new Table(
                "Cost by shards (CBOR, 1 KiB): microseconds a record;"
                        + " pages of at most 100 records of one shard after the other.",
                "shards",
                "PutRecords",
                "GetRecords");
        for (int count : counts) {
            String stream = "shards-" + count;
            lab.createStream(stream, count);
            List<Run> puts =
                    Run.repeat(Puts.many(lab, Format.CBOR, RECORDS_PER_PUT).service(stream), PUTTERS, pace);
            List<Run> reads = Run.repeat(ShardRounds.over(lab, stream, count), READERS, pace);
            table.row(Integer.toString(count), micros(puts), micros(reads));
            lab.deleteStream(stream);
        }
        table.print(out);
    }

    private Samples seeks(String stream, long millis) throws IOException {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < SEEKS; i++) {
            long start = System.nanoTime();
            String iterator = lab.call(
                            "GetShardIterator",
                            Map.of(
                                    "StreamName",
                                    stream,
                                    "ShardId",
                                    "shardId-000000000000",
                                    "ShardIteratorType",
                                    "AT_TIMESTAMP",
                                    "Timestamp",
                                    millis / 1000.0))
                    .get("ShardIterator")
                    .asText();
            JsonNode found = lab.call("GetRecords", Map.of("ShardIterator", iterator, "Limit", 10));
            times.add((System.nanoTime() - start) / 1e6);
            if (found.get("Records").isEmpty()) {
                throw new IOException("shard 0 of " + stream + " has no records after its middle");
            }
        }
        return Samples.of(times);
    }

    private static String micros(List<Run> runs) {
        return String.format(Locale.ROOT, "%.2f", 1e6 / Run.rates(runs).median());
    }
}
