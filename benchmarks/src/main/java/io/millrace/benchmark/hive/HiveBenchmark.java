package io.millrace.benchmark.hive;

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

/** {@code bin/benchmark hive}. */
@Command(
        name = "hive",
        showDefaultValues = true,
        description = {"Measure Hive on a stream.", """
            Against the same rows as text files of the local disk, with the same SerDe and in the same session; what an \
            empty iteration costs; against the time that a shard's quotas dictate; and how many calls the pushdown of a \
            partition key saves. Fails when two answers to the same question differ."""})
public final class HiveBenchmark extends Benchmark {
    /** Parts that can be asked for alone. */
    enum Part {
        SCAN,
        PROFILE,
        EMPTY,
        PUSHDOWN,
        QUOTAS
    }

    private static final String STREAM = "streamed";
    private static final String FILES = "filed";

    @Option(names = "--parts", split = ",", description = "Only these: ${COMPLETION-CANDIDATES}.", paramLabel = "PART")
    private Set<Part> parts = EnumSet.allOf(Part.class);

    @Option(names = "--engines", split = ",", description = "Hive's engines: mr, tez.", paramLabel = "ENGINE")
    private List<String> engines = List.of("mr", "tez");

    @Option(
            names = "--vectorized",
            split = ",",
            arity = "1",
            description = "hive.vectorized.execution.enabled in SCAN.",
            paramLabel = "BOOLEAN")
    private List<Boolean> vectorized = List.of(false, true);

    @Option(names = "--rows", description = "Rows in SCAN and PROFILE.", paramLabel = "N")
    private long rows = 1_000_000;

    @Option(names = "--bytes", description = "Bytes of a row.", paramLabel = "N")
    private int bytes = 1024;

    @Option(names = "--shards", description = "Shards of the stream, and files; not in PUSHDOWN.", paramLabel = "N")
    private int shards = 4;

    @Option(names = "--rounds", description = "Measurements of each value of SCAN and EMPTY.", paramLabel = "N")
    private int rounds = 5;

    @Option(
            names = "--warm-up",
            description =
                    "Runs of each query on both in SCAN that are not counted, at least 1: a server lives for long.",
            paramLabel = "N")
    private int warmUp = 3;

    @Option(names = "--quota-mebibytes", description = "MiB of rows in QUOTAS, all shards together.", paramLabel = "N")
    private double quotaMebibytes = 60;

    @Option(names = "--quota-rounds", description = "Measurements of each value of QUOTAS.", paramLabel = "N")
    private int quotaRounds = 3;

    @Option(names = "--pushdown-shards", description = "Shards in PUSHDOWN.", paramLabel = "N")
    private int pushdownShards = 100;

    /** Prints on standard output. */
    public HiveBenchmark() {
        this(System.out);
    }

    HiveBenchmark(PrintStream out) {
        super("hive", out);
    }

    @Override
    protected void measure(Path folder) throws IOException {
        try (Lab lab = new Lab(folder);
                HiveLab hive = new HiveLab(lab, folder)) {
            measure(hive, new HiveTables(lab, new JsonRows(bytes), folder.resolve("files")), folder);
        }
    }

    private void measure(HiveLab hive, HiveTables tables, Path folder) throws IOException {
        if (parts.contains(Part.SCAN) || parts.contains(Part.PROFILE)) {
            scans(hive, tables, folder);
        }
        if (parts.contains(Part.EMPTY)) {
            emptyIterations(hive, tables);
        }
        if (parts.contains(Part.PUSHDOWN)) {
            pushdown(hive, tables);
        }
        if (parts.contains(Part.QUOTAS)) {
            quotas(hive, tables);
        }
    }

    private void scans(HiveLab hive, HiveTables tables, Path folder) throws IOException {
        tables.putStream(STREAM, shards, rows);
        tables.writeFiles(FILES, shards, rows);
        Scans scans = new Scans(hive, STREAM, FILES, new Scans.Times(Math.max(1, warmUp), rounds));
        Profile profile = new Profile(hive, folder);
        for (String engine : engines) {
            try (HiveSession session = hive.session(engine)) {
                HiveTables.createOfStream(session, STREAM);
                tables.createOfFiles(session, FILES);
                tables.createPages(session);
                if (parts.contains(Part.SCAN)) {
                    vectorized.forEach(value -> scans.measure(session, engine, value));
                }
                if (parts.contains(Part.PROFILE)) {
                    profile.measure(session, engine, STREAM, "stream");
                    profile.measure(session, engine, FILES, "files");
                }
            }
        }
        if (parts.contains(Part.SCAN)) {
            scans.print(out());
        }
        if (parts.contains(Part.PROFILE)) {
            profile.print(out());
        }
    }

    private void emptyIterations(HiveLab hive, HiveTables tables) throws IOException {
        EmptyIterations empty = new EmptyIterations(hive, tables, shards, rounds);
        engines.forEach(empty::measure);
        empty.print(out());
    }

    private void pushdown(HiveLab hive, HiveTables tables) throws IOException {
        KeyPushdown pushdown = new KeyPushdown(hive, tables, pushdownShards);
        for (String engine : engines) {
            pushdown.measure(engine);
        }
        pushdown.print(out());
    }

    private void quotas(HiveLab hive, HiveTables tables) throws IOException {
        long limited =
                Math.max(1, (long) (quotaMebibytes * (1 << 20) / tables.rows().quotaBytes()));
        QuotaScan scan = new QuotaScan(hive, tables, shards, limited, quotaRounds);
        scan.look(engines.get(0));
        hive.lab().enforceQuotas();
        for (String engine : engines) {
            scan.measure(engine);
        }
        scan.print(out());
    }
}
