package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import io.millrace.service.stream.HashKeyRange;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.UpdateShardCountResponse;

public class UpdateShardCountTest {
    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void create() {
        service.client().createStream(c -> c.streamName("s").shardCount(2));
    }

    @Test
    public void shardsShareAllHashKeysEvenlyAfterwards() throws Exception {
        List<String> put = new ArrayList<>();
        for (int target : new int[] {3, 5, 4, 2, 4, 8, 7, 7}) {
            for (int i = 0; i < 10; i++) {
                put.add("before " + target + "/" + i);
                service.putText("s", "key " + i, put.get(put.size() - 1));
            }
            scale(target);
            assertThat(openRanges()).isEqualTo(HashKeyRange.uniform(target));
        }
        service.restart();
        service.putText("s", "key", "last");
        put.add("last");

        assertThat(openRanges()).isEqualTo(HashKeyRange.uniform(7));
        assertThat(service.shards("s").stream().flatMap(shard -> service.textsOf("s", shard.shardId()).stream()))
                .containsExactlyInAnyOrderElementsOf(put);
    }

    @Test
    public void eachShardsParentsHeldItsHashKeys() {
        Random random = new Random(7);
        for (int i = 0, shards = 2; i < 12; i++) {
            shards = (shards + 1) / 2 + random.nextInt(shards);
            scale(shards);
        }
        List<Shard> all = service.shards("s");
        Set<String> parents = all.stream()
                .flatMap(shard -> java.util.stream.Stream.of(shard.parentShardId(), shard.adjacentParentShardId()))
                .filter(id -> id != null)
                .collect(Collectors.toSet());
        for (Shard shard : all) {
            assertThat(shard.sequenceNumberRange().endingSequenceNumber() != null)
                    .as("a shard is closed when it has children: %s", shard)
                    .isEqualTo(parents.contains(shard.shardId()));
            for (Shard parent : all) {
                if (parent.shardId().equals(shard.parentShardId())) {
                    assertThat(range(parent).start().compareTo(range(shard).end()) <= 0
                                    && range(shard)
                                                    .start()
                                                    .compareTo(range(parent).end())
                                            <= 0)
                            .isTrue();
                    assertThat(new BigInteger(shard.sequenceNumberRange().startingSequenceNumber()))
                            .isGreaterThan(
                                    new BigInteger(parent.sequenceNumberRange().endingSequenceNumber()));
                }
            }
        }
    }

    @Test
    public void theAnswerTellsBothCounts() {
        UpdateShardCountResponse response = scale(4);

        assertThat(response.currentShardCount()).isEqualTo(2);
        assertThat(response.targetShardCount()).isEqualTo(4);
        assertThat(response.streamName()).isEqualTo("s");
    }

    @Test
    public void lessThanHalfAndMoreThanDoubleAreRefused() {
        assertThatThrownBy(() -> scale(5))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining(
                        "UpdateShardCount cannot scale up over double your current open shard count. Current"
                                + " open shard count: 2 Target shard count: 5");
        scale(4);
        assertThatThrownBy(() -> scale(1))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("cannot scale down below half");
        service.client().updateStreamMode(u -> u.streamARN("arn:aws:kinesis:us-east-1:000000000000:stream/s")
                .streamModeDetails(m -> m.streamMode(StreamMode.ON_DEMAND)));
        assertThatThrownBy(() -> scale(3)).hasMessageContaining("is in On-Demand mode");
    }

    @Test
    public void moreShardsThanTheAccountMayHaveAreRefused() throws Exception {
        service.restart(new Settings("000000000000", Duration.ZERO, OptionalInt.of(3), Optional.empty()));

        assertThatThrownBy(() -> scale(5))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("Target shard count or number of open shards cannot be greater than 3. Current"
                        + " open shard count: 2, Target shard count: 5");
    }

    private UpdateShardCountResponse scale(int target) {
        return service.client()
                .updateShardCount(
                        u -> u.streamName("s").targetShardCount(target).scalingType(ScalingType.UNIFORM_SCALING));
    }

    private List<HashKeyRange> openRanges() {
        return service.shards("s").stream()
                .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
                .map(UpdateShardCountTest::range)
                .sorted(Comparator.comparing(HashKeyRange::start))
                .toList();
    }

    private static HashKeyRange range(Shard shard) {
        return new HashKeyRange(
                new BigInteger(shard.hashKeyRange().startingHashKey()),
                new BigInteger(shard.hashKeyRange().endingHashKey()));
    }
}
