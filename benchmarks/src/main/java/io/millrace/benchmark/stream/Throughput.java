package io.millrace.benchmark.stream;

import io.millrace.benchmark.Fsync;
import io.millrace.benchmark.Samples;
import io.millrace.benchmark.Table;
import io.millrace.service.log.ShardKey;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** PutRecords, GetRecords and PutRecord against the HTTP stack and the engine, in both formats. */
final class Throughput {
    private static final int RECORDS_PER_PUT = 500;
    private static final int PUTTERS = 4;
    private static final int READERS = 2;
    private static final int SINGLE_PUTTERS = 32;
    private static final int FSYNC_BYTES = 4096;

    private final Lab lab;
    private final Pace pace;
    private final int drained;
    private final List<Emulator> emulators;
    private final Report report;
    private final Table latencies = new Table(
            "Latency of PutRecord, milliseconds; an fsync: append 4 KiB to a file and force it, on the same disk.",
            "format",
            "connections",
            "median",
            "p99",
            "fsync median",
            "p99 in fsyncs",
            "p99 of (a)",
            "p99 of (b)");

    /**
     * @param drained records in the shard that GetRecords reads
     * @param emulators measured beside the service
     */
    Throughput(Lab lab, Pace pace, int drained, List<Emulator> emulators) {
        this.lab = lab;
        this.emulators = List.copyOf(emulators);
        this.report = new Report(emulators.stream().map(Emulator::name).toList());
        this.pace = pace;
        this.drained = drained;
    }

    void putRecords(Format format) throws IOException {
        String stream = "put-records-" + format;
        lab.createStream(stream, 1);
        Puts puts = Puts.many(lab, format, RECORDS_PER_PUT);
        Comparison measured = measure(
                PUTTERS,
                List.of(puts.service(stream), puts.stack(stream), puts.engine()),
                emulator -> emulator.puts(puts));
        report.add("PutRecords 500 x 1 KiB", format, PUTTERS, measured, false);
        lab.deleteStream(stream);
    }

    void getRecords(Format format) throws IOException {
        String stream = "get-records-" + format;
        lab.createStream(stream, 1);
        ShardKey shard = lab.engineShard();
        Fill.service(lab, stream, drained);
        Fill.engine(lab, shard, drained);
        Gets gets = new Gets(lab, format, drained);
        Comparison measured = measure(
                READERS,
                List.of(gets.service(stream, 0), gets.stack(stream, 0), gets.engine(shard)),
                emulator -> emulator.gets(lab, format, drained));
        report.add("GetRecords drain of 1 KiB", format, READERS, measured, false);
        lab.deleteStream(stream);
    }

    void putRecord(Format format) throws IOException {
        String stream = "put-record-" + format;
        lab.createStream(stream, 1);
        Puts puts = Puts.single(lab, format);
        Comparison measured = measure(
                SINGLE_PUTTERS,
                List.of(puts.service(stream), puts.stack(stream), puts.engine()),
                emulator -> emulator.puts(puts));
        report.add("PutRecord of 1 KiB", format, SINGLE_PUTTERS, measured, true);
        Samples fsync = Fsync.millis(lab.folder(), FSYNC_BYTES);
        Samples latency = Run.latencies(measured.runs(0));
        latencies.row(
                format.name(),
                Integer.toString(SINGLE_PUTTERS),
                millis(latency.median()),
                millis(latency.quantile(0.99)),
                millis(fsync.median()),
                String.format(Locale.ROOT, "%.1f", latency.quantile(0.99) / fsync.median()),
                millis(Run.latencies(measured.runs(1)).quantile(0.99)),
                millis(Run.latencies(measured.runs(2)).quantile(0.99)));
        lab.deleteStream(stream);
    }

    private Comparison measure(int workers, List<Exchange.Source> own, Function<Emulator, Exchange.Source> ofEmulator)
            throws IOException {
        List<Exchange.Source> sources = new ArrayList<>(own);
        emulators.forEach(emulator -> sources.add(ofEmulator.apply(emulator)));
        return Comparison.measure(pace, workers, sources);
    }

    void print(PrintStream out) {
        report.table().print(out);
        latencies.print(out);
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
