package io.millrace.benchmark.read;

import io.millrace.benchmark.Calls;
import io.millrace.benchmark.Lab;
import io.millrace.benchmark.Pause;
import io.millrace.benchmark.Samples;
import io.millrace.benchmark.Table;
import io.millrace.config.KinesisOptions;
import io.millrace.config.Reading.ReadLimits;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/**
 * What the input format gets of what a shard's quota gives, and how often it is refused. A page of GetRecords is given
 * whole and paid for before the next one, so that the last page of a read costs nothing: the clock runs from the first
 * record to the first one of the last page, and in that time all pages but the last are paid.
 */
final class Quotas {
    private static final double BYTES = ReadLimits.OF_A_SHARD.bytes();
    private static final double CALL_SECONDS = 1.0 / ReadLimits.OF_A_SHARD.calls();
    private static final List<String> READS = List.of("GetShardIterator", "GetRecords", "SubscribeToShard");

    private final Lab lab;
    private final double seconds;
    private final List<Row> rows = new ArrayList<>();
    private final Table table = new Table(
            "With the quotas of a shard: 2 MiB (payloads and partition keys) and five calls a second. Achieved :"
                    + " allowed: minimum / median / maximum of the rounds. Calls and refused: of all rounds, planning"
                    + " included, as the service counts.",
            "call",
            "record",
            "records",
            "seconds allowed",
            "achieved : allowed",
            "calls",
            "refused");

    /**
     * One way to read a stream of its own.
     *
     * @param clocked index of the record at which the clock stops
     * @param allowed seconds that the quota gives from the first record until then
     * @param settings made to the job
     */
    private record Row(
            String call,
            String stream,
            Fill.Shape shape,
            long records,
            long clocked,
            double allowed,
            Consumer<Configuration> settings) {}

    /** @param seconds how long a read takes by its quota, roughly */
    Quotas(Lab lab, double seconds) {
        this.lab = lab;
        this.seconds = seconds;
    }

    /**
     * Prepares a row by GetRecords; the service has no quotas yet.
     *
     * @param batch records of a page
     * @param limitsSet whether the job is told the limits, as it is at AWS, or has to learn that there are some
     */
    void addPolling(Fill.Shape shape, int batch, boolean limitsSet) {
        double pageSeconds = Math.max(batch * shape.bytes() / BYTES, CALL_SECONDS);
        long paid = Math.max(1, Math.round(seconds / pageSeconds));
        add(new Row(
                String.format(Locale.ROOT, "GetRecords of %,d%s", batch, limitsSet ? "" : ", no limits set"),
                nextStream(),
                shape,
                (paid + 1) * batch,
                paid * batch,
                paid * pageSeconds,
                job -> {
                    Lab.set(job, KinesisOptions.BATCH_SIZE, batch);
                    if (limitsSet) {
                        setLimits(job);
                    }
                }));
    }

    /** Prepares a row by SubscribeToShard, which begins with what one second saves up; the service has no quotas yet. */
    void addSubscribing(Fill.Shape shape) {
        long records = (long) ((1 + seconds) * BYTES / shape.bytes());
        String stream = nextStream();
        add(new Row("SubscribeToShard", stream, shape, records, records - 1, seconds, job -> {
            setLimits(job);
            Lab.set(job, KinesisOptions.CONSUMER_ARN, lab.registerConsumer(stream, "benchmark"));
        }));
    }

    private static void setLimits(Configuration job) {
        Lab.set(job, KinesisOptions.READ_LIMIT_CALLS, ReadLimits.OF_A_SHARD.calls());
        Lab.set(job, KinesisOptions.READ_LIMIT_BYTES, ReadLimits.OF_A_SHARD.bytes());
    }

    private String nextStream() {
        return "limited-" + rows.size();
    }

    private void add(Row row) {
        lab.createStream(row.stream(), 1);
        new Fill(lab.writer(row.stream()), 1, row.shape()).put(row.records());
        rows.add(row);
    }

    /** Measures all rows; the service now has quotas. */
    void measure(int rounds) throws IOException {
        for (Row row : rows) {
            Configuration job = lab.job(row.stream());
            row.settings().accept(job);
            Calls before = Calls.of(lab);
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                ratios.add(row.allowed() / measured(row, job));
                // Until the last page is paid and a second is saved up, so that each round begins like the first.
                Pause.millis((long) (1000
                        * (1 + (row.records() - row.clocked()) * row.shape().bytes() / BYTES)));
            }
            Calls after = Calls.of(lab);
            table.row(
                    row.call(),
                    String.format(
                            Locale.ROOT,
                            "%,d B, key %d B",
                            row.shape().payload(),
                            row.shape().key()),
                    String.format(Locale.ROOT, "%,d", row.records()),
                    String.format(Locale.ROOT, "%.1f", row.allowed()),
                    Samples.of(ratios).spread(),
                    Long.toString(READS.stream()
                            .mapToLong(operation -> after.since(before, operation))
                            .sum()),
                    refused(before, after));
        }
    }

    /** How many calls were refused and, when there are any, of which operations. */
    private static String refused(Calls before, Calls after) {
        List<String> each = READS.stream()
                .filter(operation -> after.refusedSince(before, operation) > 0)
                .map(operation -> after.refusedSince(before, operation) + " " + operation)
                .toList();
        return each.isEmpty() ? "0" : String.join(", ", each);
    }

    /** Plans and reads, as a job does. */
    private static double measured(Row row, Configuration job) throws IOException {
        Clock clock = new Clock(row.clocked());
        long records = new FormatReading(job).drain((key, record) -> clock.tick());
        if (records != row.records()) {
            throw new IOException("read " + records + " instead of " + row.records() + " records of " + row.stream());
        }
        return clock.seconds();
    }

    /** Runs from the first record to another one. */
    private static final class Clock {
        private final long until;
        private long records;
        private long start;
        private long stop;

        Clock(long until) {
            this.until = until;
        }

        void tick() {
            if (records == 0) {
                start = System.nanoTime();
            } else if (records == until) {
                stop = System.nanoTime();
            }
            records++;
        }

        double seconds() {
            return (stop - start) / 1e9;
        }
    }

    void print(PrintStream out) {
        table.print(out);
    }
}
