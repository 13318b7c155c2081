package io.millrace.config;

import static io.millrace.config.Confs.conf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.DataLoss;
import io.millrace.checkpoint.IterationChoice;
import io.millrace.checkpoint.IterationNumber;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.Test;

/** What is allowed, and what it means. */
public final class ConnectorConfigTest {
    @Test
    public void aStreamsNameIsEnough() {
        ConnectorConfig config = ConnectorConfig.from(conf("kinesis.stream.name", "logs"));

        assertThat(config.stream()).isEqualTo(new StreamReference("logs", Optional.empty()));
        assertThat(config.credentials()).isEqualTo(new Credentials(new Credentials.SdkChain(), Optional.empty()));
        assertThat(config.reading())
                .isEqualTo(new Reading(
                        10_000,
                        new Reading.ReadLimits(5, 2 * 1024 * 1024),
                        DataLoss.FAIL,
                        new Packing(true, Compression.NONE, 64 << 20, Optional.empty()),
                        BadRecords.FAIL));
        assertThat(config.window().initial()).isEqualTo(new InitialPosition.TrimHorizon());
        assertThat(config.checkpointing()).isEmpty();
        assertThat(config.silence().noData()).isEqualTo(Duration.ZERO);
        assertThat(config.silence().iteration()).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    public void partitionKeysTellTheShardUnlessTheTablesOwnInsertsChooseIt() {
        assertThat(ConnectorConfig.from(conf("kinesis.stream.name", "logs")).pushesPartitionKeys())
                .isTrue();
        assertThat(ConnectorConfig.from(
                                conf("kinesis.stream.name", "logs", "kinesis.write.explicit.hash.key.column", "place"))
                        .pushesPartitionKeys())
                .isFalse();
        assertThat(ConnectorConfig.from(conf(
                                "kinesis.stream.name", "logs",
                                "kinesis.write.explicit.hash.key.column", "place",
                                "kinesis.pushdown.partition.key", "true"))
                        .pushesPartitionKeys())
                .isTrue();
    }

    @Test
    public void theScriptsOfTheFirstConnectorAreUnderstood() {
        ConnectorConfig config = ConnectorConfig.from(conf(
                "kinesis.stream.name", "AccessLogStream",
                "kinesis.endpoint.region", "us-east-1",
                "kinesis.accessKey", "AKIAIOSFODNN7EXAMPLE",
                "kinesis.secretKey", "wJalrXUtnFEMI/K7MDENG",
                "kinesis.nodata.timeout", "1",
                "kinesis.iteration.timeout", "5",
                "kinesis.records.batchsize", "1000",
                "kinesis.rerun.iteration.without.wait", "true",
                "kinesis.checkpoint.enabled", "true",
                "kinesis.checkpoint.metastore.table.name", "MyEMRKinesisTable",
                "kinesis.checkpoint.metastore.hash.key.name", "HashKey",
                "kinesis.checkpoint.metastore.hash.range.name", "Range",
                "kinesis.checkpoint.logical.name", "TestLogicalName",
                "kinesis.checkpoint.iteration.no", "3"));

        Checkpointing checkpointing = config.checkpointing().orElseThrow();
        assertThat(checkpointing.reader().value()).isEqualTo("TestLogicalName");
        assertThat(checkpointing.iteration()).isEqualTo(new IterationChoice.Numbered(new IterationNumber(3)));
        assertThat(checkpointing.table())
                .isEqualTo(new Checkpointing.Table(
                        "MyEMRKinesisTable",
                        "HashKey",
                        "Range",
                        new Endpoint(Optional.empty(), Optional.of("us-east-1")),
                        true));
        assertThat(config.reading().batchSize()).isEqualTo(1000);
        assertThat(config.silence().noData()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    public void aDelimiterMayBeWrittenAsItIsOrEscaped() {
        for (String written : List.of("\n", "\\n", "\\u000a", "\\12")) {
            assertThat(ConnectorConfig.from(conf("kinesis.stream.name", "logs", "kinesis.record.delimiter", written))
                            .reading()
                            .packing()
                            .delimiter())
                    .as(written)
                    .contains(new Delimiter("\n"));
        }
        for (String wrong : List.of("", "\\u12")) {
            assertThatThrownBy(() -> ConnectorConfig.from(
                            conf("kinesis.stream.name", "logs", "kinesis.record.delimiter", wrong)))
                    .hasMessageContaining("kinesis.record.delimiter has a value that is not allowed");
        }
    }

    @Test
    public void aVpcEndpointHasTheQuotasOfTheRealService() {
        for (String url : List.of(
                "https://vpce-0a1b-c2d3.kinesis.eu-central-1.vpce.amazonaws.com",
                "https://kinesis.cn-north-1.amazonaws.com.cn/",
                "https://kinesis.eu-west-1.api.aws")) {
            Configuration conf = conf("kinesis.stream.name", "logs", "kinesis.endpoint.url", url);
            assertThat(ConnectorConfig.from(conf).reading().limits()).as(url).isEqualTo(Reading.ReadLimits.OF_A_SHARD);
        }
        Configuration conf = conf("kinesis.stream.name", "logs", "kinesis.endpoint.url", "http://amazonaws.com.local");
        assertThat(ConnectorConfig.from(conf).reading().limits()).isEqualTo(new Reading.ReadLimits(0, 0));
    }

    @Test
    public void anEndpointOfTheUsersOwnHasNoQuotaUnlessTheUserSetsOne() {
        Configuration conf = conf("kinesis.stream.name", "logs", "kinesis.endpoint.url", "http://localhost:4567");
        assertThat(ConnectorConfig.from(conf).endpoint().url()).contains(URI.create("http://localhost:4567"));
        assertThat(ConnectorConfig.from(conf).reading().limits()).isEqualTo(new Reading.ReadLimits(0, 0));

        conf.set("kinesis.read.limit.calls", "2");
        assertThat(ConnectorConfig.from(conf).reading().limits()).isEqualTo(new Reading.ReadLimits(2, 0));
    }

    @Test
    public void nextLatestAndPositionsAreWordsOrValues() {
        Configuration conf = conf(
                "kinesis.stream.name", "logs",
                "kinesis.checkpoint.enabled", "TRUE",
                "kinesis.checkpoint.metastore.table.name", "table",
                "kinesis.checkpoint.logical.name", "me",
                "kinesis.checkpoint.iteration.no", "Next",
                "kinesis.initial.position", "2026-01-31T08:30:00Z",
                "kinesis.data.loss", "Warn");
        ConnectorConfig config = ConnectorConfig.from(conf);

        assertThat(config.checkpointing().orElseThrow().iteration()).isEqualTo(new IterationChoice.Next());
        assertThat(config.window().initial()).isEqualTo(new InitialPosition.At(Instant.parse("2026-01-31T08:30:00Z")));
        assertThat(config.reading().dataLoss()).isEqualTo(DataLoss.WARN);
    }

    @Test
    public void aConsumerOfTheStreamIsUnderstood() {
        String arn = "arn:aws:kinesis:eu-west-1:123456789012:stream/logs/consumer/me:1";

        assertThat(ConnectorConfig.from(conf("kinesis.stream.name", "logs", "kinesis.consumer.arn", arn))
                        .consumerArn())
                .contains(arn);
        assertThat(ConnectorConfig.from(conf("kinesis.stream.name", "logs")).consumerArn())
                .isEmpty();
    }
}
