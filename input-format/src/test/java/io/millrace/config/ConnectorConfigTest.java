package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.checkpoint.DataLoss;
import io.millrace.checkpoint.IterationChoice;
import io.millrace.checkpoint.IterationNumber;
import java.io.File;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class ConnectorConfigTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

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
    public void aValueThatIsNotAllowedIsToldWhicheverEngineAsksForIt() {
        for (Option<?> option : KinesisOptions.ALL) {
            if (option.secret() || accepts(option, "no, sir")) {
                continue;
            }
            assertThatThrownBy(() -> ConnectorConfig.from(conf("kinesis.stream.name", "logs", option.key(), "no, sir")))
                    .as(option.key())
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(option.key() + " has a value that is not allowed: 'no, sir'");
        }
        assertThatThrownBy(() ->
                        ConnectorConfig.from(conf("kinesis.stream.name", "logs", "kinesis.records.batchsize", "none")))
                .as("told once")
                .extracting(problem -> ((ConfigException) problem).problems().size())
                .isEqualTo(1);
    }

    private static boolean accepts(Option<?> option, String text) {
        try {
            return option.type().parser().apply(text) != null;
        } catch (IllegalArgumentException e) {
            return false;
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
    public void anUnknownKeyIsRefusedAndANearMissIsNamed() {
        assertProblem(
                "kinesis.stream.nmae is not a key of this connector: did you mean kinesis.stream.name?",
                "kinesis.stream.nmae",
                "x");
        assertProblem(
                "kinesis.something.else.entirely is not a key of this connector; docs/configuration.md has them all",
                "kinesis.something.else.entirely",
                "x");
    }

    @Test
    public void theUsualMistakesGetTheRightName() {
        assertProblem(
                "kinesis.checkpoint.hash.key.name is not a key of this connector: the right name is"
                        + " kinesis.checkpoint.metastore.hash.key.name",
                "kinesis.checkpoint.hash.key.name",
                "x");
        assertProblem(
                "kinesis.checkpoint.range.key.name is not a key of this connector: the right name is"
                        + " kinesis.checkpoint.metastore.range.key.name",
                "kinesis.checkpoint.range.key.name",
                "x");
    }

    @Test
    public void aValueThatIsNotAllowedIsNamedWithWhatIs() {
        assertProblem(
                "kinesis.records.batchsize has a value that is not allowed: '10001'; allowed is a whole number from 1 to"
                        + " 10000",
                "kinesis.records.batchsize",
                "10001");
        assertProblem(
                "kinesis.checkpoint.enabled has a value that is not allowed: 'yes'; allowed is true or false",
                "kinesis.checkpoint.enabled",
                "yes");
        assertProblem(
                "kinesis.data.loss has a value that is not allowed: 'ignore'; allowed is one of fail, warn, skip",
                "kinesis.data.loss",
                "ignore");
        assertProblem(
                "kinesis.checkpoint.iteration.no has a value that is not allowed: '-1'; allowed is a whole number from 0"
                        + " on, next or latest",
                "kinesis.checkpoint.iteration.no",
                "-1");
        assertProblem(
                "kinesis.end.timestamp has a value that is not allowed: 'yesterday'; allowed is an ISO-8601 instant such"
                        + " as 2026-01-31T08:30:00Z",
                "kinesis.end.timestamp",
                "yesterday");
        assertProblem(
                "kinesis.endpoint.url has a value that is not allowed: 'localhost:4567'; allowed is a URL with scheme"
                        + " http or https and a host, such as http://localhost:4567",
                "kinesis.endpoint.url",
                "localhost:4567");
    }

    @Test
    public void everythingThatIsWrongIsSaidAtOnce() {
        ConfigException refused = refused(conf(
                "kinesis.stream.nam",
                "logs",
                "kinesis.records.batchsize",
                "many",
                "kinesis.checkpoint.enabled",
                "true"));

        assertThat(refused.problems())
                .containsExactly(
                        "kinesis.stream.nam is not a key of this connector: did you mean kinesis.stream.name?",
                        "no stream is named: set kinesis.stream.name or kinesis.stream.arn",
                        "kinesis.records.batchsize has a value that is not allowed: 'many'; allowed is a whole number"
                                + " from 1 to 10000",
                        "kinesis.checkpoint.metastore.table.name is missing: it is required because"
                                + " kinesis.checkpoint.enabled is true",
                        "kinesis.checkpoint.logical.name is missing: it is required because kinesis.checkpoint.enabled is"
                                + " true");
        assertThat(refused)
                .hasMessageStartingWith("5 things in the configuration are wrong:\n  - kinesis.stream.nam is");
    }

    @Test
    public void credentialsOfAWrongFormatAreRefusedWithoutShowingThem() {
        ConfigException refused = refused(conf(
                "kinesis.stream.name", "logs",
                "kinesis.accessKey", "AKIA IOSF",
                "kinesis.secretKey", "top secret"));

        assertThat(refused.problems())
                .containsExactly(
                        "kinesis.accessKey has a value that is not allowed: (not shown); allowed is an access key id: 3"
                                + " to 128 letters, digits and '_'",
                        "kinesis.secretKey has a value that is not allowed: (not shown); allowed is a secret access key:"
                                + " text without blanks");
        assertThat(refused.getMessage()).doesNotContain("IOSF").doesNotContain("top");
    }

    @Test
    public void halfAPairOfKeysIsRefused() {
        assertProblem(
                "kinesis.accessKey is set without kinesis.secretKey: set both or neither",
                "kinesis.accessKey",
                "AKIAIOSFODNN7EXAMPLE");
    }

    @Test
    public void secretsComeFromCredentialProvidersAndAreNeverShown() throws Exception {
        Configuration conf = conf("kinesis.stream.name", "logs");
        conf.set(
                "hadoop.security.credential.provider.path",
                "localjceks://file" + new File(folder.getRoot(), "keys.jceks").getAbsolutePath());
        CredentialProvider provider =
                CredentialProviderFactory.getProviders(conf).get(0);
        provider.createCredentialEntry("kinesis.accessKey", "AKIAIOSFODNN7EXAMPLE".toCharArray());
        provider.createCredentialEntry("kinesis.secretKey", "wJalrXUtnFEMI".toCharArray());
        provider.createCredentialEntry("kinesis.sessionToken", "FwoGZXIvYXdz".toCharArray());
        provider.flush();

        ConnectorConfig config = ConnectorConfig.from(conf);

        assertThat(config.credentials().source())
                .isEqualTo(new Credentials.Keys("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI", Optional.of("FwoGZXIvYXdz")));
        assertThat(config.toString())
                .doesNotContain("AKIA")
                .doesNotContain("wJal")
                .doesNotContain("FwoG");
    }

    @Test
    public void aTimeNeverBoundsAnIteration() {
        ConfigException refused = refused(conf(
                "kinesis.stream.name", "logs",
                "kinesis.checkpoint.enabled", "true",
                "kinesis.checkpoint.metastore.table.name", "table",
                "kinesis.checkpoint.logical.name", "me",
                "kinesis.end.timestamp", "2026-01-31T08:30:00Z"));

        assertThat(refused)
                .hasMessage(
                        "kinesis.end.timestamp is set together with kinesis.checkpoint.enabled: a time never bounds an"
                                + " iteration; use kinesis.initial.position for the start of iteration 0, or read without"
                                + " checkpoints");
    }

    @Test
    public void nameAndArnMustAgree() {
        assertThatThrownBy(() -> ConnectorConfig.from(conf(
                        "kinesis.stream.name",
                        "logs",
                        "kinesis.stream.arn",
                        "arn:aws:kinesis:eu-west-1:123456789012:stream/other")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("kinesis.stream.name is 'logs' but kinesis.stream.arn is"
                        + " 'arn:aws:kinesis:eu-west-1:123456789012:stream/other': they must mean the same stream");
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

    @Test
    public void aConsumerOfAnotherStreamIsRefused() {
        assertProblem(
                "kinesis.consumer.arn is 'arn:aws:kinesis:eu-west-1:123456789012:stream/other/consumer/me:1', a consumer of"
                        + " another stream than logs",
                "kinesis.consumer.arn",
                "arn:aws:kinesis:eu-west-1:123456789012:stream/other/consumer/me:1");
    }

    private static void assertProblem(String problem, String key, String value) {
        Configuration conf = conf(key, value);
        conf.set("kinesis.stream.name", "logs");
        assertThat(refused(conf)).hasMessage(problem);
    }

    private static ConfigException refused(Configuration conf) {
        return catchThrowableOfType(ConfigException.class, () -> ConnectorConfig.from(conf));
    }

    private static Configuration conf(String... keysAndValues) {
        Configuration conf = new Configuration(false);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            conf.set(keysAndValues[i], keysAndValues[i + 1]);
        }
        return conf;
    }
}
