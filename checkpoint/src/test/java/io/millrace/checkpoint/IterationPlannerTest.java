package io.millrace.checkpoint;

import static io.millrace.checkpoint.FakeStream.CLICKS;
import static io.millrace.checkpoint.Requests.READER;
import static io.millrace.checkpoint.Requests.latest;
import static io.millrace.checkpoint.Requests.next;
import static io.millrace.checkpoint.Requests.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.memory.InMemoryCheckpointStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class IterationPlannerTest {
    private final FakeTime time = new FakeTime();
    private final FakeStream stream = new FakeStream("clicks", time::instant);
    private final InMemoryCheckpointStore store = new InMemoryCheckpointStore();
    private final IterationPlanner planner = new IterationPlanner(store, time, time);

    private static IterationKey key(long number) {
        return new IterationKey(READER, CLICKS, new IterationNumber(number));
    }

    private static ShardPlan open(ShardId shard, SequenceNumber first, SequenceNumber last) {
        return new ShardPlan(shard, Optional.of(new SequenceRange(first, last)), Optional.of(last), false);
    }

    @Test
    public void iterationZeroReadsEveryShardFromItsBeginningToItsTip() {
        ShardId a = stream.open();
        ShardId b = stream.open();
        ShardId silent = stream.open();
        SequenceNumber a1 = stream.put(a);
        SequenceNumber b1 = stream.put(b);
        SequenceNumber a2 = stream.put(a);

        IterationPlan plan = planner.plan(number(0), stream);

        assertThat(plan)
                .isEqualTo(new IterationPlan(
                        key(0),
                        stream.identity(),
                        FakeTime.START,
                        IterationPlan.State.PLANNED,
                        List.of(
                                open(a, a1, a2),
                                open(b, b1, b1),
                                new ShardPlan(silent, Optional.empty(), Optional.empty(), false))));
    }

    @Test
    public void aStoredIterationIsReturnedUnchangedWhateverHappenedSince() {
        ShardId a = stream.open();
        stream.put(a);
        IterationPlan first = planner.plan(number(0), stream);
        int asked = stream.asked().size();

        stream.put(a);
        stream.split(a);
        time.pass(Duration.ofDays(30));

        assertThat(planner.plan(number(0), stream)).isEqualTo(first);
        assertThat(stream.asked()).hasSize(asked);
    }

    @Test
    public void theNextIterationStartsRightAfterTheEndsOfTheOneBefore() {
        ShardId a = stream.open();
        ShardId quiet = stream.open();
        SequenceNumber a1 = stream.put(a);
        SequenceNumber q1 = stream.put(quiet);
        planner.plan(number(0), stream);
        SequenceNumber a2 = stream.put(a);
        SequenceNumber a3 = stream.put(a);

        IterationPlan plan = planner.plan(number(1), stream);

        assertThat(plan.shards())
                .containsExactly(open(a, a2, a3), new ShardPlan(quiet, Optional.empty(), Optional.of(q1), false));
        assertThat(stream.asked().get(1)).containsEntry(a, new Position.After(a1));
    }

    @Test
    public void aShardThatIsNewStartsAtItsBeginningAndItsParentIsReadToItsEnd() {
        ShardId parent = stream.open();
        stream.put(parent);
        planner.plan(number(0), stream);
        SequenceNumber lastOfParent = stream.put(parent);
        stream.split(parent);
        SequenceNumber firstOfChild = stream.put(FakeStream.id(1));

        IterationPlan plan = planner.plan(number(1), stream);

        SequenceNumber end = stream.shards().get(0).end().orElseThrow();
        assertThat(plan.shards())
                .containsExactly(
                        new ShardPlan(
                                parent, Optional.of(new SequenceRange(lastOfParent, end)), Optional.of(end), true),
                        open(FakeStream.id(1), firstOfChild, firstOfChild),
                        new ShardPlan(FakeStream.id(2), Optional.empty(), Optional.empty(), false));
        assertThat(stream.asked().get(1)).containsEntry(FakeStream.id(1), new Position.TrimHorizon());
    }

    @Test
    public void aFinishedShardIsNotAskedAgain() {
        ShardId parent = stream.open();
        stream.put(parent);
        stream.split(parent);
        planner.plan(number(0), stream);

        IterationPlan plan = planner.plan(number(1), stream);

        assertThat(stream.asked().get(1)).doesNotContainKey(parent);
        assertThat(plan.shards().get(0))
                .isEqualTo(new ShardPlan(
                        parent, Optional.empty(), stream.shards().get(0).end(), true));
    }

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
    public void iterationZeroAtLatestIsEmptyAndIterationOneHasWhatWasPutSince() {
        ShardId closed = stream.open();
        stream.put(closed);
        stream.split(closed);
        SequenceNumber old = stream.put(FakeStream.id(1));

        IterationPlan zero = planner.plan(Requests.from(new Position.Latest()), stream);
        assertThat(zero.shardsWithRecords()).isZero();
        assertThat(zero.shards())
                .containsExactly(
                        new ShardPlan(
                                closed, Optional.empty(), stream.shards().get(0).end(), true),
                        new ShardPlan(FakeStream.id(1), Optional.empty(), Optional.of(old), false),
                        new ShardPlan(FakeStream.id(2), Optional.empty(), Optional.empty(), false));
        assertThat(stream.asked()).allSatisfy(question -> assertThat(question).doesNotContainKey(closed));

        SequenceNumber one = stream.put(FakeStream.id(1));
        SequenceNumber two = stream.put(FakeStream.id(2));
        assertThat(planner.plan(number(1), stream).shards())
                .contains(open(FakeStream.id(1), one, one), open(FakeStream.id(2), two, two));
    }

    @Test
    public void recordsBeforeTheInitialTimeAreInNoIterationEvenIfTheShardWasQuietSince() {
        ShardId quiet = stream.open();
        ShardId busy = stream.open();
        SequenceNumber old = stream.put(quiet);
        stream.put(busy);
        time.pass(Duration.ofHours(1));
        SequenceNumber young = stream.put(busy);

        IterationPlan zero =
                planner.plan(Requests.from(new Position.AtTimestamp(FakeTime.START.plusSeconds(60))), stream);
        assertThat(zero.shards())
                .containsExactly(
                        new ShardPlan(quiet, Optional.empty(), Optional.of(old), false), open(busy, young, young));

        SequenceNumber fresh = stream.put(quiet);
        assertThat(planner.plan(number(1), stream).shards()).contains(open(quiet, fresh, fresh));
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
    public void sequenceNumbersAreComparedAsIntegers() {
        ShardId a = stream.open();
        SequenceNumber nine = null;
        while (nine == null || nine.compareTo(SequenceNumber.of("9")) < 0) {
            nine = stream.put(a);
        }
        planner.plan(number(0), stream);
        SequenceNumber ten = stream.put(a);

        assertThat(ten).hasToString("10");
        assertThat(planner.plan(number(1), stream).shards()).containsExactly(open(a, ten, ten));
    }

    @Test
    public void aGapSaysWhatExistsAndWhatMayBeAskedFor() {
        stream.open();
        assertThatThrownBy(() -> planner.plan(number(2), stream))
                .isInstanceOf(CheckpointException.IterationGap.class)
                .hasMessage("iteration 2 of logical name 'top-errors' on " + CLICKS
                        + " can't be planned: none exists yet. Ask for iteration 0 first.");
        planner.plan(number(0), stream);
        planner.plan(number(1), stream);
        assertThatThrownBy(() -> planner.plan(number(3), stream))
                .isInstanceOf(CheckpointException.IterationGap.class)
                .hasMessage("iteration 3 of logical name 'top-errors' on " + CLICKS
                        + " can't be planned: iterations 0 to 1 exist. Ask for one of these again, or for 2, the next"
                        + " new one.");
        assertThat(store.all()).hasSize(2);
    }

    @Test
    public void nextIsTheOldestUncommittedOneThenANewOne() {
        stream.open();
        assertThat(planner.plan(next(), stream).key()).isEqualTo(key(0));
        assertThat(planner.plan(next(), stream).key()).isEqualTo(key(0));
        Commits.commit(store, key(0));
        assertThat(planner.plan(next(), stream).key()).isEqualTo(key(1));
        planner.plan(number(2), stream);
        Commits.commit(store, key(2));
        assertThat(planner.plan(next(), stream).key()).isEqualTo(key(1));
        Commits.commit(store, key(1));
        assertThat(planner.plan(next(), stream).key()).isEqualTo(key(3));
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
    public void latestIsTheNewestOneAgain() {
        stream.open();
        assertThat(planner.plan(latest(), stream).key()).isEqualTo(key(0));
        Commits.commit(store, key(0));
        planner.plan(number(1), stream);
        assertThat(planner.plan(latest(), stream).key()).isEqualTo(key(1));
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

    @Test
    public void severalStreamsArePlannedAtOneMoment() {
        FakeStream views = new FakeStream("views", time::instant);
        ShardId a = stream.open();
        SequenceNumber a1 = stream.put(a);
        ShardId b = views.open();
        views.beforeReach(() -> assertThat(store.all()).isEmpty());
        SequenceNumber b1 = views.put(b);

        List<IterationPlan> plans = planner.planTogether(number(0), List.of(stream, views));

        assertThat(plans.get(0).shards()).containsExactly(open(a, a1, a1));
        assertThat(plans.get(1).shards()).containsExactly(open(b, b1, b1));
    }

    @Test
    public void aJointPlanCompletesAnIterationThatOnlyOneStreamHas() {
        FakeStream views = new FakeStream("views", time::instant);
        stream.open();
        views.open();
        planner.planTogether(number(0), List.of(stream, views));
        IterationKey viewsZero = new IterationKey(READER, FakeStream.arn("views"), IterationNumber.ZERO);
        Commits.commit(store, key(0));
        Commits.commit(store, viewsZero);
        IterationPlan alone = planner.plan(number(1), stream);
        Commits.commit(store, key(1));

        List<IterationPlan> plans = planner.planTogether(next(), List.of(stream, views));

        assertThat(plans.get(0).shards()).isEqualTo(alone.shards());
        assertThat(plans.get(1).key()).isEqualTo(viewsZero.withNumber(new IterationNumber(1)));
    }

    @Test
    public void oneStreamTwiceInAJointPlanIsRefused() {
        assertThatThrownBy(() -> planner.planTogether(number(0), List.of(stream, stream)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(CLICKS);
    }

    @Test
    public void aSurveyThatReachesBackBehindWhatWasConsumedIsRefused() {
        ShardId a = stream.open();
        SequenceNumber a1 = stream.put(a);
        IterationPlan zero = planner.plan(number(0), stream);
        ShardProgression progression = ShardProgression.fromPlan(zero, stream.shards());

        assertThatThrownBy(() -> progression.plans(Map.of(
                        a, new StreamSurvey.Reach(Optional.of(new SequenceRange(a1, a1)), Optional.of(a1), false))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(a.value());
        assertThatThrownBy(() -> progression.plans(Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(a.value());
    }
}
