package io.millrace.benchmark.stream;

import io.millrace.benchmark.Benchmark;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** {@code bin/benchmark stream-service}. */
@Command(
        name = "stream-service",
        showDefaultValues = true,
        description = {"Measure the stream service, in a process of its own.", """
            Against (a) the same HTTP server without the service, which throws away the same requests and sends answers \
            of the same size, and (b) its storage engine."""})
public final class StreamServiceBenchmark extends Benchmark {
    /** Parts that can be asked for alone. */
    enum Part {
        PUT_RECORDS,
        GET_RECORDS,
        PUT_RECORD,
        SUBSCRIBE,
        RECORDS,
        SHARDS
    }

    /** Reads the option's value. */
    static final class EmulatorConverter implements ITypeConverter<Emulator> {
        @Override
        public Emulator convert(String text) {
            return Emulator.of(text);
        }
    }

    private static final List<Long> SIZES = List.of(100_000L, 1_000_000L);

    @Option(names = "--rounds", description = "Measurements of each value.", paramLabel = "N")
    private int rounds = 7;

    @Option(names = "--seconds", description = "Length of one measurement.", paramLabel = "S")
    private double seconds = 2;

    @Option(names = "--warm-up", paramLabel = "S", description = """
                    Seconds before them that do not count: CPU time of the measured process; SUBSCRIBE: time. \
                    Below 15 the JVM's compiler takes part of what is measured.""")
    private double warmUp = 15;

    @Option(names = "--parts", split = ",", description = "Only these: ${COMPLETION-CANDIDATES}.", paramLabel = "PART")
    private Set<Part> parts = EnumSet.allOf(Part.class);

    @Option(
            names = "--format",
            description = "Only this one of ${COMPLETION-CANDIDATES}. Default: both.",
            paramLabel = "FORMAT")
    private Format format;

    @Option(names = "--drained", description = "Records in the shard that GetRecords reads.", paramLabel = "N")
    private int drained = 100_000;

    @Option(names = "--sizes", split = ",", paramLabel = "N", description = """
                    Records in one shard at which a record's cost is measured, ascending; 10000000 takes 11 GB of \
                    disk.""")
    private List<Long> sizes = SIZES;

    @Option(names = "--shards", split = ",", description = "Numbers of shards.", paramLabel = "N")
    private List<Integer> shards = List.of(1, 10, 100, 1000);

    @Option(
            names = "--verify",
            description = "Starts the service with a key file, so that it verifies the requests' signatures.")
    private boolean verify;

    @Option(names = "--emulator", converter = EmulatorConverter.class, paramLabel = "[NAME=]URL", description = """
                    Another server of the API, which is running already, to measure beside the service; can be \
                    repeated.""")
    private List<Emulator> emulators = List.of();

    /** Prints on standard output. */
    public StreamServiceBenchmark() {
        this(System.out);
    }

    StreamServiceBenchmark(PrintStream out) {
        super("stream-service", out);
    }

    @Override
    protected void measure(Path folder) throws IOException {
        try (Lab lab = new Lab(folder, verify)) {
            measure(lab);
        }
    }

    private void measure(Lab lab) throws IOException {
        Pace pace = new Pace(rounds, seconds, warmUp);
        Throughput throughput = new Throughput(lab, pace, drained, emulators);
        for (Format each : format == null ? List.of(Format.values()) : List.of(format)) {
            if (parts.contains(Part.PUT_RECORDS)) {
                throughput.putRecords(each);
            }
            if (parts.contains(Part.GET_RECORDS)) {
                throughput.getRecords(each);
            }
            if (parts.contains(Part.PUT_RECORD)) {
                throughput.putRecord(each);
            }
        }
        if (parts.contains(Part.PUT_RECORDS) || parts.contains(Part.GET_RECORDS) || parts.contains(Part.PUT_RECORD)) {
            throughput.print(out());
        }
        if (parts.contains(Part.SUBSCRIBE)) {
            new Subscribing(lab, pace).print(out());
        }
        Growth growth = new Growth(lab, pace);
        if (parts.contains(Part.RECORDS)) {
            growth.records(sizes, out());
        }
        if (parts.contains(Part.SHARDS)) {
            growth.shards(shards, out());
        }
    }
}
