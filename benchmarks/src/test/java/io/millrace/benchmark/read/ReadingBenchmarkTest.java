package io.millrace.benchmark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmark.Printed;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class ReadingBenchmarkTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void measuresEveryRow() throws Exception {
        String text = Printed.by(
                ReadingBenchmark::new,
                "--rounds=1",
                "--sizes=100,1000",
                "--megabytes=0.1",
                "--quota-rounds=1",
                "--quota-seconds=0.1",
                "--batches=50",
                "--planning-rounds=1",
                "--shards=1,3",
                "--data=" + folder.getRoot());

        assertThat(text.lines())
                .filteredOn(line -> line.matches("\\| (GetRecords|SubscribeToShard) +\\| 1(,0)?00 B +\\|.*"))
                .hasSize(4);
        // Nothing is refused of a reader that knows the limits: of all rows but the one that is not told them.
        assertThat(text.lines())
                .as(text)
                .filteredOn(line -> line.matches("\\| (GetRecords of 50|SubscribeToShard) .*, key .* \\| 0 +\\|"))
                .hasSize(3);
        assertThat(text.lines())
                .filteredOn(line -> line.matches("\\| GetRecords of 50, no limits set .*"))
                .hasSize(1);
        // Every shard has new records.
        assertThat(text.lines())
                .anySatisfy(line -> assertThat(line).matches("\\| 1 +\\| whole +\\| 1 .* \\| 0 +\\|"))
                .anySatisfy(line -> assertThat(line).matches("\\| 3 +\\| idle +\\| 0 .* \\| 0 +\\|"))
                .anySatisfy(line -> assertThat(line).matches("\\| 3 +\\| busy +\\| 3 .* \\| 0 +\\|"));
        assertThat(folder.getRoot()).isEmptyDirectory();
    }
}
