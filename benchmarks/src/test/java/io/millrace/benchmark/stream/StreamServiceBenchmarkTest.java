package io.millrace.benchmark.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import picocli.CommandLine;

public final class StreamServiceBenchmarkTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void measuresEveryRow() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        StreamServiceBenchmark benchmark =
                new StreamServiceBenchmark(new PrintStream(printed, true, StandardCharsets.UTF_8));

        int exitCode = new CommandLine(benchmark)
                .execute(
                        "--rounds=1",
                        "--seconds=0.05",
                        "--warm-up=0.05",
                        "--drained=1000",
                        "--sizes=1000,2000",
                        "--shards=1,3",
                        "--verify",
                        "--data=" + folder.getRoot());

        String text = printed.toString(StandardCharsets.UTF_8);
        assertThat(exitCode).as(text).isZero();
        assertThat(text.lines())
                .filteredOn(line -> line.startsWith("| ") && line.contains("JSON"))
                .hasSize(4);
        assertThat(text.lines())
                .filteredOn(line -> line.startsWith("| ") && line.contains("CBOR"))
                .hasSize(4);
        assertThat(text).contains("record at the subscriber: median");
        assertThat(text.lines())
                .anySatisfy(line -> assertThat(line).matches("\\| 1,000 +\\| .*"))
                .anySatisfy(line -> assertThat(line).matches("\\| 2,000 +\\| .*"))
                .anySatisfy(line -> assertThat(line).matches("\\| 3 +\\| .*"));
        assertThat(folder.getRoot()).isEmptyDirectory();
    }
}
