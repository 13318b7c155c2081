package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

public class CreateStreamTest {
    private static final Duration DELAY = Duration.ofSeconds(30);

    @Rule
    public final RunningService service =
            new RunningService(new Settings("123456789012", DELAY, OptionalInt.of(5), Optional.empty()));

    @Test
    public void theShardsShareAllHashKeys() {
        create("s", 3);
        service.clock().advance(DELAY);

        List<Shard> shards = service.shards("s");

        assertThat(shards)
                .extracting(Shard::shardId)
                .containsExactly("shardId-000000000000", "shardId-000000000001", "shardId-000000000002");
        BigInteger next = BigInteger.ZERO;
        for (Shard shard : shards) {
            assertThat(shard.hashKeyRange().startingHashKey()).isEqualTo(next.toString());
            next = new BigInteger(shard.hashKeyRange().endingHashKey()).add(BigInteger.ONE);
            assertThat(shard.parentShardId()).isNull();
            assertThat(shard.sequenceNumberRange().endingSequenceNumber()).isNull();
        }
        assertThat(next).isEqualTo(BigInteger.ONE.shiftLeft(128));
    }

    @Test
    public void isCreatingUntilTheDelayIsOver() {
        create("s", 1);

        assertThat(status("s")).isEqualTo(StreamStatus.CREATING);
        assertThat(service.client()
                        .describeStream(d -> d.streamName("s"))
                        .streamDescription()
                        .shards())
                .isEmpty();
        assertThatThrownBy(() -> service.putText("s", "k", "early")).isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> service.shards("s"))
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("not ACTIVE, instead in state CREATING");

        service.clock().advance(DELAY);
        assertThat(status("s")).isEqualTo(StreamStatus.ACTIVE);
        service.putText("s", "k", "now");
    }

    @Test
    public void isUpdatingAfterASplitAndTakesNoOtherChangeUntilTheDelayIsOver() {
        create("s", 1);
        service.clock().advance(DELAY);
        service.client()
                .splitShard(s ->
                        s.streamName("s").shardToSplit("shardId-000000000000").newStartingHashKey("1000"));

        assertThat(status("s")).isEqualTo(StreamStatus.UPDATING);
        service.putText("s", "k", "meanwhile");
        assertThatThrownBy(() -> service.client()
                        .increaseStreamRetentionPeriod(i -> i.streamName("s").retentionPeriodHours(48)))
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("Stream s under account 123456789012 not ACTIVE, instead in state UPDATING");

        service.clock().advance(DELAY);
        assertThat(status("s")).isEqualTo(StreamStatus.ACTIVE);
    }

    @Test
    public void aNameCanBeUsedOncePerRegion() {
        create("s", 1);

        assertThatThrownBy(() -> create("s", 1))
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("Stream s under account 123456789012 already exists.");
        try (KinesisClient elsewhere = service.client(Region.EU_CENTRAL_1)) {
            elsewhere.createStream(c -> c.streamName("s").shardCount(1));
            assertThat(elsewhere
                            .describeStreamSummary(d -> d.streamName("s"))
                            .streamDescriptionSummary()
                            .streamARN())
                    .isEqualTo("arn:aws:kinesis:eu-central-1:123456789012:stream/s");
        }
    }

    @Test
    public void theShardLimitHolds() {
        create("s", 3);

        assertThatThrownBy(() -> create("t", 3))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("Current shard count for the account: 3. Limit: 5.");
        create("t", 2);
    }

    @Test
    public void anOnDemandStreamHasFourShardsAndTakesNoCount() {
        service.client()
                .createStream(c -> c.streamName("s").streamModeDetails(m -> m.streamMode(StreamMode.ON_DEMAND)));
        service.clock().advance(DELAY);

        assertThat(service.shards("s")).hasSize(4);
        assertThatThrownBy(() -> service.client().createStream(c -> c.streamName("t")
                        .shardCount(1)
                        .streamModeDetails(m -> m.streamMode(StreamMode.ON_DEMAND))))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    public void violationsOfTheModelAreAllTold() {
        assertThatThrownBy(() -> create("a b", 0)).isInstanceOfSatisfying(KinesisException.class, error -> {
            assertThat(error.statusCode()).isEqualTo(400);
            assertThat(error.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
            assertThat(error.awsErrorDetails().errorMessage())
                    .isEqualTo("2 validation errors detected: Value 'a b' at 'streamName' failed to satisfy"
                            + " constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+;"
                            + " Value '0' at 'shardCount' failed to satisfy constraint: Member must have value"
                            + " greater than or equal to 1");
        });
    }

    private void create(String name, int shards) {
        service.client().createStream(c -> c.streamName(name).shardCount(shards));
    }

    private StreamStatus status(String name) {
        return service.client()
                .describeStreamSummary(d -> d.streamName(name))
                .streamDescriptionSummary()
                .streamStatus();
    }
}
