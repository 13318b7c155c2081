package io.millrace.benchmark;

import io.millrace.benchmark.hive.HiveBenchmark;
import io.millrace.benchmark.read.ReadingBenchmark;
import io.millrace.benchmark.stream.StreamServiceBenchmark;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code bin/benchmark NAME}: runs one benchmark and prints its tables on standard output. */
@Command(
        name = "benchmark",
        mixinStandardHelpOptions = true,
        description = "Measures a part of Millrace against what it stands on, in the same run.",
        synopsisSubcommandLabel = "NAME",
        subcommands = {HiveBenchmark.class, ReadingBenchmark.class, StreamServiceBenchmark.class})
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
