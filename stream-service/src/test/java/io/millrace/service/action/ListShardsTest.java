package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilter;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;

/** Shard 0 is split into 1 and 2 an hour after creation; 1 and 2 are merged into 3 an hour later. */
public class ListShardsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String ZERO = "shardId-000000000000";
    private static final String ONE = "shardId-000000000001";
    private static final String TWO = "shardId-000000000002";
    private static final String THREE = "shardId-000000000003";

    @Rule
    public final RunningService service = new RunningService();

    private Instant created;

    @Before
    public void reshard() {
        created = service.clock().instant();
        service.client().createStream(c -> c.streamName("s").shardCount(1));
        service.clock().advance(HOUR);
        service.client().splitShard(s -> s.streamName("s").shardToSplit(ZERO).newStartingHashKey("1000"));
        service.clock().advance(HOUR);
        service.client().mergeShards(m -> m.streamName("s").shardToMerge(ONE).adjacentShardToMerge(TWO));
        service.clock().advance(HOUR);
    }

    @Test
    public void withoutAFilterAllUnexpiredShardsAreListed() {
        assertThat(ids(filter -> filter.type(ShardFilterType.FROM_TRIM_HORIZON)))
                .isEqualTo(service.shards("s").stream().map(Shard::shardId).toList())
                .containsExactly(ZERO, ONE, TWO, THREE);
    }

    @Test
    public void latestAreTheOpenOnes() {
        assertThat(ids(filter -> filter.type(ShardFilterType.AT_LATEST))).containsExactly(THREE);
    }

    @Test
    public void atTrimHorizonAreThoseThatWereOpenThen() {
        assertThat(ids(filter -> filter.type(ShardFilterType.AT_TRIM_HORIZON))).containsExactly(ZERO);

        // Now 25.5 hours after creation: what was closed more than 24 hours ago is not listed any more.
        service.clock().advance(HOUR.multipliedBy(22).plusMinutes(30));
        assertThat(ids(filter -> filter.type(ShardFilterType.AT_TRIM_HORIZON))).containsExactly(ONE, TWO);
        assertThat(ids(filter -> filter.type(ShardFilterType.FROM_TRIM_HORIZON)))
                .containsExactly(ONE, TWO, THREE);
    }

    @Test
    public void atATimeAreThoseThatWereOpenThen() {
        assertThat(at(created.plusSeconds(60))).containsExactly(ZERO);
        assertThat(at(created.plus(HOUR))).containsExactly(ZERO, ONE, TWO);
        assertThat(at(created.plus(HOUR).plusSeconds(60))).containsExactly(ONE, TWO);
        assertThat(at(created.plus(HOUR.multipliedBy(2)).plusSeconds(60))).containsExactly(THREE);
    }

    @Test
    public void fromATimeAreThoseThatWereNotClosedBefore() {
        assertThat(from(created.minusSeconds(60))).containsExactly(ZERO, ONE, TWO, THREE);
        assertThat(from(created.plus(HOUR).plusSeconds(60))).containsExactly(ONE, TWO, THREE);
        assertThat(from(created.plus(HOUR.multipliedBy(2)).plusSeconds(60))).containsExactly(THREE);
    }

    @Test
    public void afterAShardAreThoseWithAGreaterId() {
        assertThat(ids(filter -> filter.type(ShardFilterType.AFTER_SHARD_ID).shardId(ONE)))
                .containsExactly(TWO, THREE);
        assertThat(service.client()
                        .listShards(l -> l.streamName("s").exclusiveStartShardId(TWO))
                        .shards())
                .extracting(Shard::shardId)
                .containsExactly(THREE);
    }

    @Test
    public void pagesKeepTheirFilter() {
        List<String> all = new ArrayList<>();
        ListShardsResponse page = service.client()
                .listShards(l -> l.streamName("s").maxResults(1).shardFilter(f -> f.type(ShardFilterType.AT_TIMESTAMP)
                        .timestamp(created.plus(HOUR))));
        while (true) {
            page.shards().forEach(shard -> all.add(shard.shardId()));
            String next = page.nextToken();
            if (next == null) {
                break;
            }
            page = service.client().listShards(l -> l.nextToken(next).maxResults(1));
        }

        assertThat(all).containsExactly(ZERO, ONE, TWO);
    }

    @Test
    public void aTokenGoesAloneAndExpires() {
        String token = service.client()
                .listShards(l -> l.streamName("s").maxResults(1))
                .nextToken();

        assertThatThrownBy(
                        () -> service.client().listShards(l -> l.streamName("s").nextToken(token)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("NextToken and StreamName cannot be provided together.");
        assertThatThrownBy(() -> service.client().listShards(l -> l.maxResults(1)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Either NextToken or StreamName should be provided.");
        service.clock().advance(Duration.ofMinutes(6));
        assertThatThrownBy(() -> service.client().listShards(l -> l.nextToken(token)))
                .isInstanceOf(ExpiredNextTokenException.class);
    }

    @Test
    public void theTimeOfCreationTellsStreamsOfOneNameApart() {
        assertThat(service.client()
                        .listShards(l -> l.streamName("s").streamCreationTimestamp(created))
                        .shards())
                .hasSize(4);
        assertThatThrownBy(() -> service.client()
                        .listShards(l -> l.streamName("s").streamCreationTimestamp(created.plusSeconds(1))))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    public void aFilterThatLacksItsValueIsRefused() {
        assertThatThrownBy(() -> ids(filter -> filter.type(ShardFilterType.AT_TIMESTAMP)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("ShardFilter.Type AT_TIMESTAMP needs ShardFilter.Timestamp.");
        assertThatThrownBy(() ->
                        ids(filter -> filter.type(ShardFilterType.AT_LATEST).shardId(ONE)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("ShardFilter.Type AT_LATEST does not go with ShardFilter.ShardId.");
    }

    private List<String> at(Instant time) {
        return ids(filter -> filter.type(ShardFilterType.AT_TIMESTAMP).timestamp(time));
    }

    private List<String> from(Instant time) {
        return ids(filter -> filter.type(ShardFilterType.FROM_TIMESTAMP).timestamp(time));
    }

    private List<String> ids(Consumer<ShardFilter.Builder> filter) {
        return service.client().listShards(l -> l.streamName("s").shardFilter(filter)).shards().stream()
                .map(Shard::shardId)
                .toList();
    }
}
