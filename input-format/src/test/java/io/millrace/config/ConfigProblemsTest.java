package io.millrace.config;

import static io.millrace.config.Confs.assertProblem;
import static io.millrace.config.Confs.conf;
import static io.millrace.config.Confs.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.Test;

/** What is refused, and in which words. */
public final class ConfigProblemsTest {
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
                "kinesis.records.batchsize has a value that is not allowed: '10001'; allowed is a whole number from 1"
                        + " to 10000",
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
                "kinesis.checkpoint.iteration.no has a value that is not allowed: '-1'; allowed is a whole number from"
                        + " 0 on, next or latest",
                "kinesis.checkpoint.iteration.no",
                "-1");
        assertProblem(
                "kinesis.end.timestamp has a value that is not allowed: 'yesterday'; allowed is an ISO-8601 instant"
                        + " such as 2026-01-31T08:30:00Z",
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
                        "kinesis.checkpoint.logical.name is missing: it is required because kinesis.checkpoint.enabled"
                                + " is true");
        assertThat(refused)
                .hasMessageStartingWith("5 things in the configuration are wrong:\n  - kinesis.stream.nam is");
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
    public void aConsumerOfAnotherStreamIsRefused() {
        assertProblem(
                "kinesis.consumer.arn is 'arn:aws:kinesis:eu-west-1:123456789012:stream/other/consumer/me:1', a"
                        + " consumer of another stream than logs",
                "kinesis.consumer.arn",
                "arn:aws:kinesis:eu-west-1:123456789012:stream/other/consumer/me:1");
    }
}
