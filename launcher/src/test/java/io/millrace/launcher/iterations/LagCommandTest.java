package io.millrace.launcher.iterations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.launcher.Cli;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.Test;

/** How far behind a reader is, by the commands lag and list. */
public class LagCommandTest extends IterationsOnStream {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    public void theLagIsWhatNoCommittedIterationHas() throws IOException {
        put("zero");
        next("errors", true);
        JsonNode none = json(look("lag", "--json"));
        assertThat(none.get("unreadRecords").longValue()).isZero();
        assertThat(none.get("behindMillis").longValue()).isZero();
        assertThat(none.get("expiresAt").isNull()).isTrue();
        assertThat(none.get("next").longValue()).isEqualTo(1);

        String one = put("one");
        next("errors", false);
        put("two");
        JsonNode lag = json(look("lag", "--json"));
        assertThat(lag.get("unreadRecords").longValue()).isEqualTo(2);
        assertThat(lag.get("uncommitted").longValue()).isEqualTo(1);
        assertThat(lag.get("next").longValue()).isEqualTo(1);
        assertThat(lag.get("expiringSequenceNumber").textValue()).isEqualTo(one);
        assertThat(lag.get("expiringShardId").textValue()).isEqualTo(SHARD);
        assertThat(Instant.parse(lag.get("expiresAt").textValue()))
                .isBetween(
                        Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(24)));
        assertThat(look("lag").out()).containsPattern("errors +ops-\\d+ +1 +1 +2 ");
    }

    @Test
    public void aStreamThatIsGoneIsTold() {
        put("zero");
        next("errors", true);
        service().kinesis().deleteStream(request -> request.streamName(stream));

        Cli lag = look("lag");
        Cli verify = look("verify");

        assertThat(lag.exitCode()).isZero();
        assertThat(lag.out()).contains("the stream does not exist");
        assertThat(verify.exitCode()).isEqualTo(1);
        assertThat(verify.err())
                .contains(
                        stream + " at ", "was not found", "kinesis.endpoint.url, which is --stream-endpoint-url here");
    }

    @Test
    public void theListTellsTheLagOnlyWhenAsked() throws IOException {
        put("zero");
        next("errors", true);
        String one = put("one");
        next("errors", false);

        JsonNode listed = JSON.readTree("["
                + String.join(",", look("list", "--lag", "--json").out().lines().toList()) + "]");
        assertThat(listed).hasSize(2);
        for (JsonNode iteration : listed) {
            assertThat(iteration.get("lag").get("unreadRecords").longValue()).isEqualTo(1);
            assertThat(iteration.get("lag").get("expiringSequenceNumber").textValue())
                    .isEqualTo(one);
        }
        assertThat(look("list", "--lag").out())
                .containsPattern("errors +ops-\\d+ +1 +planned")
                .containsPattern("errors +ops-\\d+ +1 +1 +1 .* " + SHARD);
        Cli plain = run("list");
        assertThat(plain.exitCode()).as(plain.err()).isZero();
        assertThat(plain.out()).contains("committed").doesNotContain("EXPIRES");
    }
}
