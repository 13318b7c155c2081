package io.millrace.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import picocli.CommandLine;

/** Runs benchmarks as their command does. Stateless. */
public final class Printed {
    private Printed() {}

    /** What a benchmark prints with some options. */
    public static String by(Function<PrintStream, Benchmark> benchmark, String... options) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int exitCode = new CommandLine(benchmark.apply(new PrintStream(printed, true, StandardCharsets.UTF_8)))
                .execute(options);
        String text = printed.toString(StandardCharsets.UTF_8);
        assertThat(exitCode).as(text).isZero();
        return text;
    }
}
