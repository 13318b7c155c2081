package io.millrace.benchmark.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmark.Printed;
import io.millrace.local.StreamServiceProcess;
import java.nio.file.Path;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class StreamServiceBenchmarkTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void measuresEveryRow() throws Exception {
        String text = Printed.by(
                StreamServiceBenchmark::new,
                "--rounds=1",
                // One exchange each, which no machine is too busy for.
                "--seconds=0",
                "--warm-up=0.05",
                "--drained=1000",
                "--sizes=1000,2000",
                "--shards=1,3",
                "--verify",
                "--data=" + folder.getRoot());

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

    @Test
    public void emulatorsAreMeasuredInTheSameRows() throws Exception {
        Path emulated = folder.newFolder("emulated").toPath();

        String text;
        try (StreamServiceProcess emulator = StreamServiceProcess.start(
                emulated.resolve("streams"), emulated.resolve("log"), "--state-delay", "100ms")) {
            text = Printed.by(
                    StreamServiceBenchmark::new,
                    "--rounds=2",
                    "--seconds=0.05",
                    "--warm-up=0.05",
                    "--drained=11000",
                    "--format=CBOR",
                    "--parts=PUT_RECORDS,GET_RECORDS,PUT_RECORD",
                    "--emulator=twin=" + emulator.endpoint(),
                    // Nothing listens on that port.
                    "--emulator=nobody=http://127.0.0.1:1",
                    "--data=" + folder.newFolder("measured"));
            assertThat(new Api(new Signer(emulator.endpoint()))
                            .call("ListStreams", Map.of())
                            .get("StreamNames"))
                    .isEmpty();
        }

        assertThat(text.lines())
                .filteredOn(line -> line.startsWith("| exchange"))
                .singleElement()
                .asString()
                .matches(".*\\| twin +\\| service : twin +\\| nobody +\\| service : nobody +\\|");
        String ratios = "[0-9.]+ / [0-9.]+ / [0-9.]+ +\\| Connection refused.*\\| - +\\|";
        assertThat(text.lines())
                .filteredOn(line -> line.matches("\\| (Put|Get)Record.*"))
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).matches("\\| PutRecords .*\\| [0-9.]+ MB/s +\\| " + ratios))
                .anySatisfy(line -> assertThat(line).matches("\\| GetRecords .*\\| [0-9.]+ MB/s +\\| " + ratios))
                .anySatisfy(line -> assertThat(line).matches("\\| PutRecord .*\\| [0-9,]+/s +\\| " + ratios));
    }
}
