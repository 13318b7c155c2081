package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import java.math.BigInteger;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** A stream of two shards, all within one second of the clock. */
public class SplitShardTest {
    private static final String ZERO = "shardId-000000000000";
    private static final String ONE = "shardId-000000000001";

    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void create() {
        service.client().createStream(c -> c.streamName("s").shardCount(2));
    }

    @Test
    public void aSplitSharesTheHashKeysAndKeepsTheLineage() {
        Shard parent = service.shards("s").get(0);
        split(ZERO, "1000");

        List<Shard> shards = service.shards("s");
        Shard closed = shards.get(0);
        Shard low = shards.get(2);
        Shard high = shards.get(3);

        assertThat(closed.sequenceNumberRange().endingSequenceNumber()).isNotNull();
        assertThat(closed.hashKeyRange()).isEqualTo(parent.hashKeyRange());
        assertThat(low.parentShardId()).isEqualTo(ZERO);
        assertThat(low.adjacentParentShardId()).isNull();
        assertThat(low.hashKeyRange().startingHashKey()).isEqualTo("0");
        assertThat(low.hashKeyRange().endingHashKey()).isEqualTo("999");
        assertThat(high.parentShardId()).isEqualTo(ZERO);
        assertThat(high.hashKeyRange().startingHashKey()).isEqualTo("1000");
        assertThat(high.hashKeyRange().endingHashKey())
                .isEqualTo(parent.hashKeyRange().endingHashKey());
    }

    @Test
    public void recordsGoToTheChildrenAndTheParentsKeepTheirs() {
        service.putText("s", "a", "before");
        split(ZERO, "1000");
        service.putText("s", "a", "after");

        assertThat(service.textsOf("s", ZERO)).containsExactly("before");
        assertThat(service.textsOf("s", "shardId-000000000003")).containsExactly("after");
    }

    @Test
    public void theLineageIsThereAfterARestart() throws Exception {
        split(ZERO, "1000");
        service.putText("s", "a", "after");
        List<Shard> before = service.shards("s");

        service.restart();

        assertThat(service.shards("s")).isEqualTo(before);
        assertThat(service.textsOf("s", "shardId-000000000003")).containsExactly("after");
        split("shardId-000000000002", "500");
        assertThat(service.shards("s")).hasSize(6);
    }

    @Test
    public void aClosedShardIsNotSplitOrMergedAgain() {
        split(ZERO, "1000");

        assertThatThrownBy(() -> split(ZERO, "500"))
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("has already been merged or split");
        assertThatThrownBy(() -> merge(ZERO, ONE)).isInstanceOf(ResourceInUseException.class);
    }

    @Test
    public void aShardMayBeNamedByItsNumber() {
        split("1", BigInteger.ONE.shiftLeft(127).add(BigInteger.TEN).toString());

        assertThat(service.shards("s").get(2).parentShardId()).isEqualTo(ONE);
        assertThatThrownBy(() -> split("7", "1000"))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Could not find shard shardId-000000000007 in stream s");
    }

    @Test
    public void anIdThatNoShardCanHaveIsRefusedBeforeAllElse() {
        assertThatThrownBy(() -> service.client().splitShard(s -> s.streamName("nosuch")
                        .shardToSplit("2147483648")
                        .newStartingHashKey("9")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Could not find shard 2147483648 in stream nosuch under account 000000000000.");
        assertThatThrownBy(() -> service.client().splitShard(s -> s.streamName("nosuch")
                        .shardToSplit("2147483647")
                        .newStartingHashKey("9")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Stream nosuch under account 000000000000 not found.");
    }

    @Test
    public void aHashKeyOutsideTheShardIsRefused() {
        for (String wrong : List.of(
                "0", "1", BigInteger.ONE.shiftLeft(127).toString(), "999999999999999999999999999999999999999")) {
            assertThatThrownBy(() -> split(ZERO, wrong))
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("NewStartingHashKey " + wrong + " used in SplitShard() on shard " + ZERO);
        }
        split(ZERO, "2");
    }

    private void split(String shard, String newStart) {
        service.client().splitShard(s -> s.streamName("s").shardToSplit(shard).newStartingHashKey(newStart));
    }

    private void merge(String shard, String adjacent) {
        service.client().mergeShards(m -> m.streamName("s").shardToMerge(shard).adjacentShardToMerge(adjacent));
    }
}
