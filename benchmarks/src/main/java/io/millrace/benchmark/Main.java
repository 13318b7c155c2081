package io.millrace.benchmark;

import io.millrace.benchmark.hive.HiveBenchmark;
import io.millrace.benchmark.read.ReadingBenchmark;
import io.millrace.benchmark.stream.StreamServiceBenchmark;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bin/benchmark NAME}: runs one benchmark and prints its tables on standard output. */
@Command(
        name = "benchmark",
        description = "Measure a part of Millrace against what it stands on, in the same run.",
        synopsisSubcommandLabel = "NAME",
        subcommands = {HiveBenchmark.class, ReadingBenchmark.class, StreamServiceBenchmark.class})
public final class Main {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean help;

    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
