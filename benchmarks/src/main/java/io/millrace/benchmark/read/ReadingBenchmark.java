package io.millrace.benchmark.read;

import io.millrace.benchmark.Benchmark;
import io.millrace.benchmark.Lab;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bin/benchmark reading}. */
@Command(
        name = "reading",
        showDefaultValues = true,
        description = {"Measure the Hadoop input format on the stream service.", """
            Against a bare loop of the AWS SDK on the same shard, against what a shard's quotas allow, and what planning \
            costs by the number of shards. The stream service is a process of its own."""})
public final class ReadingBenchmark extends Benchmark {
    /** Parts that can be asked for alone. */
    enum Part {
        DRAIN,
        QUOTAS,
        PLANNING
    }

    private static final int KIBIBYTE = 1024;
    private static final int LONGEST_KEY = 256;

    @Option(names = "--parts", split = ",", description = "Only these: ${COMPLETION-CANDIDATES}.", paramLabel = "PART")
    private Set<Part> parts = EnumSet.allOf(Part.class);

    @Option(names = "--rounds", description = "Measurements of each value of DRAIN.", paramLabel = "N")
    private int rounds = 15;

    @Option(names = "--sizes", split = ",", description = "Bytes of a record's payload in DRAIN.", paramLabel = "BYTES")
    private List<Integer> sizes = List.of(100, KIBIBYTE, 10 * KIBIBYTE);

    @Option(names = "--megabytes", description = "Payload in the shard that DRAIN reads, 10^6 bytes.", paramLabel = "N")
    private double megabytes = 100;

    @Option(names = "--most-records", description = "Records in the shard that DRAIN reads, at most.", paramLabel = "N")
    private long mostRecords = 100_000;

    @Option(names = "--quota-rounds", description = "Measurements of each value of QUOTAS.", paramLabel = "N")
    private int quotaRounds = 3;

    @Option(
            names = "--quota-seconds",
            description = "How long each of them takes by the quota, roughly.",
            paramLabel = "S")
    private double quotaSeconds = 20;

    @Option(names = "--batches", split = ",", description = "Records by GetRecords in QUOTAS.", paramLabel = "N")
    private List<Integer> batches = List.of(10_000, 400);

    @Option(names = "--shards", split = ",", description = "Numbers of shards in PLANNING.", paramLabel = "N")
    private List<Integer> shards = List.of(10, 1000, 10_000);

    @Option(names = "--planning-rounds", description = "Measurements of each value of PLANNING.", paramLabel = "N")
    private int planningRounds = 3;

    /** Prints on standard output. */
    public ReadingBenchmark() {
        this(System.out);
    }

    ReadingBenchmark(PrintStream out) {
        super("reading", out);
    }

    @Override
    protected void measure(Path folder) throws IOException {
        try (Lab lab = new Lab(folder)) {
            measure(lab);
        }
    }

    private void measure(Lab lab) throws IOException {
        if (parts.contains(Part.DRAIN)) {
            drain(lab);
        }
        if (parts.contains(Part.QUOTAS)) {
            quotas(lab);
        }
        if (parts.contains(Part.PLANNING)) {
            planning(lab);
        }
    }

    private void drain(Lab lab) throws IOException {
        Draining draining = new Draining(lab, rounds);
        for (int size : sizes) {
            draining.measure(size, Math.max(1, Math.min(mostRecords, (long) (megabytes * 1e6 / size))));
        }
        draining.print(out());
    }

    private void quotas(Lab lab) throws IOException {
        Quotas quotas = new Quotas(lab, quotaSeconds);
        Fill.Shape usual = Fill.Shape.of(KIBIBYTE);
        for (int batch : batches) {
            quotas.addPolling(usual, batch, true);
        }
        quotas.addPolling(new Fill.Shape(100, LONGEST_KEY), batches.get(0), true);
        quotas.addPolling(usual, batches.get(0), false);
        quotas.addSubscribing(usual);
        lab.enforceQuotas();
        quotas.measure(quotaRounds);
        quotas.print(out());
    }

    private void planning(Lab lab) throws IOException {
        lab.enforceQuotas();
        Planning planning = new Planning(lab, planningRounds);
        for (int count : shards) {
            planning.measure(count);
        }
        planning.print(out());
    }
}
