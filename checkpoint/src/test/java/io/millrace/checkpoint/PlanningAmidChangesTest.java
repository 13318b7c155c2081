package io.millrace.checkpoint;

import static io.millrace.checkpoint.FakeStream.CLICKS;
import static io.millrace.checkpoint.Requests.key;
import static io.millrace.checkpoint.Requests.next;
import static io.millrace.checkpoint.Requests.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.memory.InMemoryCheckpointStore;
import java.time.Duration;
import java.time.Instant;
import org.junit.Test;

/** Planning while records come, shards close, streams are replaced and others plan. */
public class PlanningAmidChangesTest {
    private final FakeTime time = new FakeTime();
    private final FakeStream stream = new FakeStream("clicks", time::instant);
    private final InMemoryCheckpointStore store = new InMemoryCheckpointStore();
    private final IterationPlanner planner = new IterationPlanner(store, time, time);

    @Test
    public void aShardThatClosesDuringTheSurveyIsFinishedByTheFollowingIteration() {
        ShardId a = stream.open();
        SequenceNumber a1 = stream.put(a);
        stream.beforeReach(() -> {
            if (stream.openShards().contains(a)) {
                stream.split(a);
            }
        });

        assertThat(planner.plan(number(0), stream).shards().get(0).finished()).isFalse();
        IterationPlan plan = planner.plan(number(1), stream);

        assertThat(stream.asked().get(1).keySet()).contains(a, FakeStream.id(1), FakeStream.id(2));
        assertThat(plan.shards().get(0).finished()).isTrue();
        assertThat(plan.shards()
                        .get(0)
                        .records()
                        .map(range -> range.contains(a1))
                        .orElse(false))
                .isFalse();
    }

    @Test
    public void aRecordThatArrivesWhileAQuietShardIsAskedForItsTipIsNotPassedOver() {
        ShardId quiet = stream.open();
        stream.put(quiet);
        time.pass(Duration.ofHours(1));
        stream.beforeReach(() -> {
            if (stream.asked().size() == 1) {
                stream.put(quiet);
            }
        });

        IterationPlan zero =
                planner.plan(Requests.from(new Position.AtTimestamp(FakeTime.START.plusSeconds(60))), stream);

        assertThat(zero.shardsWithRecords()).isEqualTo(1);
    }

    @Test
    public void nextIsNotOneThatAnotherRunHasCommittedWhileTheStreamWasLookedAt() {
        ShardId shard = stream.open();
        SequenceNumber first = stream.put(shard);
        stream.beforeReach(() -> {
            stream.beforeReach(() -> {});
            Commits.commit(store, planner.plan(next(), stream).key());
            stream.put(shard);
        });

        IterationPlan plan = planner.plan(next(), stream);

        assertThat(plan.key()).isEqualTo(key(1));
        assertThat(plan.shards().get(0).records().orElseThrow().first()).isGreaterThan(first);
    }

    @Test
    public void aStreamThatWasDeletedAndCreatedAnewIsAnErrorForOldAndNewIterations() {
        stream.open();
        planner.plan(number(0), stream);
        stream.recreate(Instant.parse("2026-02-02T02:02:02Z"));

        for (long number : new long[] {0, 1}) {
            assertThatThrownBy(() -> planner.plan(number(number), stream))
                    .isInstanceOf(CheckpointException.StreamReplaced.class)
                    .hasMessageContaining("2026-01-01T00:00:00Z")
                    .hasMessageContaining("2026-02-02T02:02:02Z")
                    .hasMessageContaining(CLICKS);
        }
    }

    @Test
    public void aStreamThatIsReplacedDuringTheSurveyStoresNothing() {
        stream.open();
        stream.beforeReach(() -> stream.recreate(Instant.parse("2026-02-02T02:02:02Z")));
        assertThatThrownBy(() -> planner.plan(number(0), stream))
                .isInstanceOf(CheckpointException.StreamReplaced.class);
        assertThat(store.all()).isEmpty();
    }

    @Test
    public void theLoserOfARaceUsesTheWinnersPlan() {
        ShardId a = stream.open();
        stream.put(a);
        IterationPlan[] winner = new IterationPlan[1];
        stream.beforeReach(() -> {
            stream.beforeReach(() -> {});
            winner[0] = new IterationPlanner(store, time, time).plan(number(0), stream);
            stream.put(a);
        });

        assertThat(planner.plan(number(0), stream)).isEqualTo(winner[0]);
        assertThat(store.all()).hasSize(1);
    }
}
