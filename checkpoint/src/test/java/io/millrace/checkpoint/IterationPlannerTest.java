package io.millrace.checkpoint;

import static io.millrace.checkpoint.Requests.key;
import static io.millrace.checkpoint.Requests.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.memory.InMemoryCheckpointStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** What each iteration of one stream reads of its shards. */
public class IterationPlannerTest {
    private final FakeTime time = new FakeTime();
    private final FakeStream stream = new FakeStream("clicks", time::instant);
    private final InMemoryCheckpointStore store = new InMemoryCheckpointStore();
    private final IterationPlanner planner = new IterationPlanner(store, time, time);

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
