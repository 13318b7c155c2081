package io.millrace.benchmark.hive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmark.Printed;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class HiveBenchmarkTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void measuresEveryRow() throws Exception {
        String text = Printed.by(
                HiveBenchmark::new,
                "--engines=mr",
                "--vectorized=false",
                "--rows=2000",
                "--shards=2",
                "--rounds=1",
                "--warm-up=1",
                "--quota-rounds=1",
                "--quota-mebibytes=1",
                "--pushdown-shards=8",
                "--data=" + folder.getRoot());

        assertThat(text.lines())
                .anySatisfy(line -> assertThat(line).matches("\\| mr +\\| no +\\| SELECT count\\(\\*\\) +\\| .*"))
                .anySatisfy(line -> assertThat(line).matches("\\| mr +\\| no +\\| GROUP BY with a filter +\\| .*"))
                .anySatisfy(line -> assertThat(line).matches("\\| mr +\\| no +\\| join with a small table +\\| .*"))
                // Of the profile.
                .anySatisfy(line -> assertThat(line).matches("\\| mr +\\| stream +\\| .* %.*"))
                .anySatisfy(line -> assertThat(line).matches("\\| mr +\\| files +\\| .* %.*"))
                // Of the quotas.
                .anySatisfy(line -> assertThat(line).matches("\\| mr +\\| 1,008 +\\| 2 +\\| .*"));
        // One shard of eight is read.
        assertThat(text.lines())
                .filteredOn(line -> line.matches("\\| mr +\\| 8 +\\| (yes, first|yes, again|no) +\\| \\d+ +\\| .*"))
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).matches("\\| mr +\\| 8 +\\| yes, again .* \\| [2-9] +\\|"));
        assertThat(folder.getRoot()).isEmptyDirectory();
    }
}
