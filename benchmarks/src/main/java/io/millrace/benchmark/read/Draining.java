package io.millrace.benchmark.read;

import io.millrace.benchmark.Lab;
import io.millrace.benchmark.Samples;
import io.millrace.benchmark.Table;
import io.millrace.config.KinesisOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;

/** The input format against the SDK's bare loop, both reading the same shard as fast as they can, in turns. */
final class Draining {
    private static final String STREAM = "drained";
    private static final int WARM_UPS = 3;

    private final Lab lab;
    private final int rounds;
    private int consumers;
    private final Table table = new Table(
            "No quotas. MB/s: 10^6 bytes of payload, medians. Ratios: minimum / median / maximum of the rounds. CPU:"
                    + " microseconds of the reading process for a record, medians.",
            "call",
            "record",
            "records",
            "InputFormat",
            "SDK loop",
            "InputFormat : SDK loop",
            "CPU: InputFormat / SDK loop");

    Draining(Lab lab, int rounds) {
        this.lab = lab;
        this.rounds = rounds;
    }

    /**
     * Measures both calls with records of a size.
     *
     * @param bytes of a record's payload, at least 1
     * @param records how many there are, at least 1
     */
    void measure(int bytes, long records) throws IOException {
        lab.createStream(STREAM, 1);
        new Fill(lab.writer(STREAM), 1, Fill.Shape.of(bytes)).put(records);
        FormatReading format = new FormatReading(lab.job(STREAM));
        SdkPolling loop = new SdkPolling(lab, STREAM, records);
        row("GetRecords", bytes, records, () -> Drained.measure(format), () -> Drained.measure(loop));
        row(
                "SubscribeToShard",
                bytes,
                records,
                () -> subscribed(consumer -> format.with(subscribing(consumer))),
                () -> subscribed(consumer -> new SdkSubscribing(lab, consumer, records)));
        lab.deleteStream(STREAM);
    }

    void print(PrintStream out) {
        table.print(out);
    }

    private Configuration subscribing(String consumer) {
        Configuration job = lab.job(STREAM);
        Lab.set(job, KinesisOptions.CONSUMER_ARN, consumer);
        return job;
    }

    /** Each time another consumer: a subscription that has just ended must not be in the way of the next one. */
    private Drained subscribed(Function<String, Drained.Way> way) throws IOException {
        String consumer = lab.registerConsumer(STREAM, "benchmark-" + consumers++);
        Drained drained = Drained.measure(way.apply(consumer));
        lab.deregisterConsumer(consumer);
        return drained;
    }

    /** One measurement. */
    private interface Turn {
        Drained take() throws IOException;
    }

    private void row(String call, int bytes, long records, Turn format, Turn sdk) throws IOException {
        for (int i = 0; i < WARM_UPS; i++) {
            format.take();
            sdk.take();
        }
        List<Drained> ours = new ArrayList<>();
        List<Drained> bare = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            // Who begins changes, so that whatever else the machine does meets both.
            boolean weBegin = round % 2 == 0;
            Drained first = (weBegin ? format : sdk).take();
            Drained second = (weBegin ? sdk : format).take();
            Drained our = weBegin ? first : second;
            Drained other = weBegin ? second : first;
            ours.add(our);
            bare.add(other);
            ratios.add(our.recordsPerSecond() / other.recordsPerSecond());
        }
        table.row(
                call,
                String.format(Locale.ROOT, "%,d B", bytes),
                String.format(Locale.ROOT, "%,d", records),
                rate(ours, bytes),
                rate(bare, bytes),
                Samples.of(ratios).spread(),
                String.format(Locale.ROOT, "%.1f / %.1f", cpu(ours), cpu(bare)));
    }

    private static String rate(List<Drained> all, int bytes) {
        double perSecond =
                Samples.of(all.stream().map(Drained::recordsPerSecond).toList()).median();
        return String.format(Locale.ROOT, "%.1f MB/s", perSecond * bytes / 1e6);
    }

    private static double cpu(List<Drained> all) {
        return Samples.of(all.stream().map(Drained::cpuMicrosPerRecord).toList())
                .median();
    }
}
