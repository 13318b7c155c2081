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
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** A stream of two shards, all within one second of the clock. */
public class MergeShardsTest {
    private static final String ZERO = "shardId-000000000000";
    private static final String ONE = "shardId-000000000001";

    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void create() {
        service.client().createStream(c -> c.streamName("s").shardCount(2));
    }

    @Test
    public void aMergeJoinsTheHashKeysAndKeepsBothParents() {
        merge(ZERO, ONE);

        Shard child = service.shards("s").get(2);

        assertThat(child.parentShardId()).isEqualTo(ZERO);
        assertThat(child.adjacentParentShardId()).isEqualTo(ONE);
        assertThat(child.hashKeyRange().startingHashKey()).isEqualTo("0");
        assertThat(new BigInteger(child.hashKeyRange().endingHashKey()).bitLength())
                .isEqualTo(128);
    }

    @Test
    public void everyNumberOfAChildIsGreaterThanAllOfItsParents() {
        BigInteger last = new BigInteger(service.putText("s", "a", "parent"));
        split(ZERO, "1000");
        merge("shardId-000000000002", "shardId-000000000003");
        merge("shardId-000000000004", ONE);

        List<Shard> shards = service.shards("s");
        for (Shard shard : shards) {
            for (Shard parent : shards) {
                boolean isParent = parent.shardId().equals(shard.parentShardId())
                        || parent.shardId().equals(shard.adjacentParentShardId());
                if (isParent) {
                    assertThat(new BigInteger(shard.sequenceNumberRange().startingSequenceNumber()))
                            .isGreaterThan(
                                    new BigInteger(parent.sequenceNumberRange().endingSequenceNumber()));
                }
            }
        }
        assertThat(new BigInteger(service.putText("s", "a", "grandchild"))).isGreaterThan(last);
    }

    @Test
    public void theLowerShardMustBeNamedFirst() {
        assertThatThrownBy(() -> merge(ONE, ZERO))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Shards " + ONE + " and " + ZERO + " in stream s under account 000000000000 are"
                        + " not an adjacent pair of shards eligible for merging");
    }

    @Test
    public void shardsMayBeNamedByTheirNumbers() {
        merge("0", "shard-1");

        assertThat(service.shards("s")).hasSize(3);
    }

    @Test
    public void idsThatNoShardCanHaveAreRefusedBeforeAllElse() {
        assertThatThrownBy(() -> service.client()
                        .mergeShards(
                                m -> m.streamName("nosuch").shardToMerge("0").adjacentShardToMerge("none")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Could not find shard none in stream nosuch under account 000000000000.");
    }

    @Test
    public void shardsThatDoNotTouchAreNotMerged() {
        split(ZERO, "1000");

        assertThatThrownBy(() -> merge("shardId-000000000002", ONE))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("are not an adjacent pair of shards");
        assertThatThrownBy(() -> merge(ONE, ONE)).isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> merge(ONE, "shardId-000000000077")).isInstanceOf(ResourceNotFoundException.class);
    }

    private void split(String shard, String newStart) {
        service.client().splitShard(s -> s.streamName("s").shardToSplit(shard).newStartingHashKey(newStart));
    }

    private void merge(String shard, String adjacent) {
        service.client().mergeShards(m -> m.streamName("s").shardToMerge(shard).adjacentShardToMerge(adjacent));
    }
}
