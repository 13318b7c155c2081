package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.LogicalName;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.Test;

/** The settings of those who only look at stored iterations. */
public class StoredIterationsConfigTest {
    private static StoredIterationsConfig parse(Map<String, String> settings) {
        Configuration conf = new Configuration(false);
        settings.forEach(conf::set);
        return StoredIterationsConfig.from(conf);
    }

    @Test
    public void neitherAStreamNorAReaderIsNeededAndNoTableIsEverCreated() {
        StoredIterationsConfig config = parse(Map.of(
                "kinesis.checkpoint.metastore.table.name", "iterations",
                "kinesis.checkpoint.metastore.create", "true",
                "kinesis.endpoint.region", "eu-central-1"));

        assertThat(config.reader()).isEmpty();
        assertThat(config.stream()).isEmpty();
        assertThat(config.place().table())
                .isEqualTo(new Checkpointing.Table(
                        "iterations",
                        "HashKey",
                        "RangeKey",
                        new Endpoint(Optional.empty(), Optional.of("eu-central-1")),
                        false));
    }

    @Test
    public void aReaderAndAStreamMayBeNamed() {
        StoredIterationsConfig config = parse(Map.of(
                "kinesis.checkpoint.metastore.table.name", "iterations",
                "kinesis.checkpoint.logical.name", "errors",
                "kinesis.stream.name", "clicks"));

        assertThat(config.reader()).contains(new LogicalName("errors"));
        assertThat(config.stream()).contains(new StreamReference("clicks", Optional.empty()));
    }

    @Test
    public void whatIsMissingOrUnknownIsSaidAtOnce() {
        assertThatThrownBy(() -> parse(Map.of("kinesis.checkpoint.metastore.tabel.name", "iterations")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("kinesis.checkpoint.metastore.tabel.name")
                .hasMessageContaining("kinesis.checkpoint.metastore.table.name is missing");
    }
}
