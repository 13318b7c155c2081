package io.millrace.checkpoint.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.checkpoint.CheckpointStore.Condition;
import io.millrace.checkpoint.CheckpointStore.Summary;
import io.millrace.checkpoint.Commits;
import io.millrace.checkpoint.IterationChoice;
import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.LogicalName;
import io.millrace.checkpoint.PlannedIteration;
import io.millrace.checkpoint.RunId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.After;
import org.junit.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

public class CommitAndRemoveTest {
    /** Enough for several chunks. */
    private static final int LARGE = 4_000;

    private final CheckpointTable table = LocalTable.fresh();
    private final DynamoDbCheckpointStore store = LocalTable.open(table);
    private final DynamoDbClient client = LocalTable.client();
    private int readers;

    @After
    public void close() {
        store.close();
        client.close();
    }

    private IterationPlan planned(int shards) {
        readers++;
        IterationKey key = new IterationKey(
                new LogicalName("reader-" + readers), Plans.CLICKS, Plans.key(0).number());
        return store.putIfAbsent(Plans.of(key, shards));
    }

    private IterationPlan.State state(IterationPlan plan) {
        return store.find(plan.key()).orElseThrow().state();
    }

    private List<String> ranges(IterationKey key) {
        TableAccess access = new TableAccess(client, table);
        return access.query(key.reader().value(), Plans.CLICKS, List.of()).stream()
                .map(access::range)
                .toList();
    }

    @Test
    public void severalAreCommittedTogether() {
        IterationPlan one = planned(3);
        IterationPlan other = planned(3);

        store.commitAll(List.of(PlannedIteration.of(one), PlannedIteration.of(other)));
        store.commitAll(List.of(PlannedIteration.of(one), PlannedIteration.of(other)));

        assertThat(List.of(state(one), state(other))).containsOnly(IterationPlan.State.COMMITTED);
    }

    @Test
    public void noneIsCommittedWhenOneOfThemCantBe() {
        IterationPlan one = planned(3);
        PlannedIteration missing = new PlannedIteration(Plans.key(7), Plans.PLANNED, Optional.empty());

        assertThatThrownBy(() -> store.commitAll(List.of(PlannedIteration.of(one), missing)))
                .isInstanceOf(CheckpointException.StoreFailed.class)
                .hasMessage(missing.key() + " can't be committed: it was never planned");
        assertThat(state(one)).isEqualTo(IterationPlan.State.PLANNED);
    }

    @Test
    public void aCommitWhoseAnswerIsLostIsDoneAllTheSame() {
        IterationPlan one = planned(3);
        IterationPlan other = planned(3);

        // Not closed: the client is the test's.
        DynamoDbCheckpointStore.open(FaultyDynamoDb.losingTheAnswerOf(client, 0), table)
                .commitAll(List.of(PlannedIteration.of(one), PlannedIteration.of(other)));

        assertThat(List.of(state(one), state(other))).containsOnly(IterationPlan.State.COMMITTED);
    }

    @Test
    public void aCommitThatNeverArrivesFailsWithTheReason() {
        IterationPlan plan = planned(3);
        for (DynamoDbClient each :
                List.of(FaultyDynamoDb.failingOnce(client, 0), FaultyDynamoDb.crashingBefore(client, 0))) {
            DynamoDbCheckpointStore cut = DynamoDbCheckpointStore.open(each, table);
            assertThatThrownBy(() -> cut.commitAll(List.of(PlannedIteration.of(plan))))
                    .isInstanceOf(CheckpointException.StoreFailed.class)
                    .hasMessageContaining("call never arrived");
        }
        assertThat(state(plan)).isEqualTo(IterationPlan.State.PLANNED);
    }

    @Test
    public void aPlanThatCameInPlaceOfTheOneThatWasReadIsNotCommitted() {
        IterationPlan other = planned(3);
        IterationPlan read = planned(3);
        assertThat(store.remove(Summary.of(read), noneAfter(read))).isTrue();
        IterationPlan anew = store.putIfAbsent(new IterationPlan(
                read.key(), read.stream(), read.plannedAt().plusNanos(1), read.state(), read.shards()));

        assertThatThrownBy(() -> store.commitAll(List.of(PlannedIteration.of(other), PlannedIteration.of(read))))
                .isInstanceOf(CheckpointException.StoreFailed.class)
                .hasMessage(read.key() + " can't be committed: what was read was planned at " + read.plannedAt()
                        + ", but it was removed, by a rewind for one, and planned anew at " + anew.plannedAt()
                        + ". It stays uncommitted, so that next reads it.");
        assertThat(List.of(state(anew), state(other))).containsOnly(IterationPlan.State.PLANNED);
    }

    @Test
    public void whatNextGaveToTwoRunsIsCommittedByTheFirstOfThem() {
        IterationPlan alone = planned(3);
        IterationPlan shared = planned(3);
        PlannedIteration first = PlannedIteration.of(shared, new IterationChoice.Next(), new RunId("first"));
        RunId late = new RunId("second");
        List<PlannedIteration> second = List.of(
                PlannedIteration.of(alone, new IterationChoice.Next(), late),
                PlannedIteration.of(shared, new IterationChoice.Next(), late));
        store.checkCommittable(second);

        store.commitAll(List.of(first));
        // Once more, as when the answer to the first one was lost.
        store.commitAll(List.of(first));
        store.checkCommittable(List.of(first));

        assertThatThrownBy(() -> store.checkCommittable(second))
                .isInstanceOf(CheckpointException.CommittedByAnother.class);
        assertThatThrownBy(() -> store.commitAll(second))
                .isInstanceOf(CheckpointException.CommittedByAnother.class)
                .hasMessageStartingWith(shared.key() + " was committed by another run: both got it from next");
        assertThat(state(alone)).isEqualTo(IterationPlan.State.PLANNED);
    }

    @Test
    public void whatIsAskedForByNumberOrWasCommittedBeforeIsCommittedAgain() {
        IterationPlan plan = planned(3);
        store.commitAll(List.of(PlannedIteration.of(plan, new IterationChoice.Next(), RunId.random())));

        store.commitAll(List.of(PlannedIteration.of(
                plan, new IterationChoice.Numbered(plan.key().number()), RunId.random())));
        store.commitAll(List.of(
                PlannedIteration.of(store.find(plan.key()).orElseThrow(), new IterationChoice.Next(), RunId.random())));

        assertThat(state(plan)).isEqualTo(IterationPlan.State.COMMITTED);
    }

    @Test
    public void moreThanATransactionHoldsAreCommittedAsWell() {
        List<IterationPlan> plans = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            plans.add(planned(1));
        }

        store.commitAll(plans.stream().map(PlannedIteration::of).toList());

        assertThat(store.all()).hasSize(101).allMatch(each -> each.state() == IterationPlan.State.COMMITTED);
    }

    @Test
    public void aRemovedPlanLeavesNothingBehind() {
        for (int shards : new int[] {3, LARGE}) {
            IterationPlan plan = planned(shards);
            assertThat(store.remove(Summary.of(plan), noneAfter(plan))).isTrue();
            assertThat(store.find(plan.key())).isEmpty();
            assertThat(ranges(plan.key())).isEmpty();
            assertThat(store.remove(Summary.of(plan), noneAfter(plan))).isFalse();
        }
    }

    @Test
    public void whatIsNoLongerAsItWasSeenStays() {
        for (int shards : new int[] {3, LARGE}) {
            IterationPlan seen = planned(shards);
            Commits.commit(store, seen.key());

            assertThat(store.remove(Summary.of(seen), noneAfter(seen))).isFalse();

            IterationPlan committed = seen.withState(IterationPlan.State.COMMITTED);
            assertThat(store.find(seen.key())).contains(committed);
            assertThat(store.remove(Summary.of(committed), noneAfter(committed)))
                    .isTrue();
        }
    }

    @Test
    public void aCrashWhileAPlanIsRemovedLeavesItWholeOrGone() {
        FaultyDynamoDb counting = FaultyDynamoDb.crashingBefore(client, Integer.MAX_VALUE);
        assertThat(remove(counting, planned(LARGE))).isTrue();
        int gone = 0;
        for (int call = 0; call < counting.calls(); call++) {
            IterationPlan plan = planned(LARGE);
            DynamoDbClient crashing = FaultyDynamoDb.crashingBefore(client, call);

            assertThat(catchThrowable(() -> remove(crashing, plan)))
                    .isInstanceOf(CheckpointException.StoreFailed.class);

            boolean there = store.find(plan.key()).isPresent();
            assertThat(there).as("call %d", call).isEqualTo(call < 3);
            if (!there) {
                assertThat(ranges(plan.key()))
                        .as("what is left can be found")
                        .anyMatch(range -> range.contains("#planning#"));
                gone++;
            }
        }
        assertThat(gone).isPositive();
    }

    @Test
    public void aPlanWhoseBasisWasRemovedMeanwhileIsNotStored() {
        for (int shards : new int[] {3, LARGE}) {
            IterationPlan basis = planned(1);
            IterationPlan next =
                    Plans.of(basis.key().withNumber(basis.key().number().next()), shards);
            assertThat(store.remove(Summary.of(basis), noneAfter(basis))).isTrue();

            assertThatThrownBy(() -> store.putIfAbsent(next, Optional.of(basis)))
                    .isInstanceOf(CheckpointException.StoreFailed.class)
                    .hasMessage(
                            next.key() + " was not stored: iteration 0, which it goes on from, was removed or planned"
                                    + " anew meanwhile, by a rewind for one. Nothing was read. Plan again.");
            assertThat(store.find(next.key())).isEmpty();
        }
    }

    @Test
    public void aPlanWhoseBasisWasPlannedAnewMeanwhileIsNotStored() {
        IterationPlan basis = planned(1);
        IterationPlan next =
                Plans.of(basis.key().withNumber(basis.key().number().next()), 1);
        store.remove(Summary.of(basis), noneAfter(basis));
        store.putIfAbsent(new IterationPlan(
                basis.key(),
                basis.stream(),
                basis.plannedAt().plusNanos(1),
                IterationPlan.State.PLANNED,
                basis.shards()));

        assertThatThrownBy(() -> store.putIfAbsent(next, Optional.of(basis)))
                .isInstanceOf(CheckpointException.StoreFailed.class);
        assertThat(store.find(next.key())).isEmpty();
    }

    @Test
    public void aPlanThatAnotherOneGoesOnFromIsNotRemovedAsTheNewestOne() {
        IterationPlan basis = planned(1);
        IterationPlan next =
                Plans.of(basis.key().withNumber(basis.key().number().next()), 1);
        Commits.commit(store, basis.key());
        assertThat(store.putIfAbsent(next, Optional.of(basis)))
                .as("a commit of the basis does no harm")
                .isEqualTo(next);
        IterationPlan committed = basis.withState(IterationPlan.State.COMMITTED);

        assertThat(store.remove(Summary.of(committed), noneAfter(basis))).isFalse();
        assertThat(store.find(basis.key())).isPresent();
        assertThat(store.remove(Summary.of(committed), Condition.kept(next.key())))
                .isTrue();
        assertThat(store.remove(Summary.of(next), Condition.kept(basis.key())))
                .as("it would be the last one")
                .isFalse();
    }

    @Test
    public void aGuardedHeaderWhoseAnswerIsLostIsRecognisedAsOurs() {
        IterationPlan basis = planned(1);
        IterationPlan next =
                Plans.of(basis.key().withNumber(basis.key().number().next()), 3);
        TableAccess losing = new TableAccess(FaultyDynamoDb.losingTheAnswerOf(client, 0), table);
        Clock clock = Clock.systemUTC();

        assertThat(new PlanWriter(losing, new OrphanSweeper(losing, clock), clock).write(next, Optional.of(basis)))
                .isTrue();
        assertThat(store.find(next.key())).contains(next);
    }

    private static Condition noneAfter(IterationPlan plan) {
        return Condition.noneAfter(plan.key());
    }

    private boolean remove(DynamoDbClient faulty, IterationPlan plan) {
        return new PlanRemover(new TableAccess(faulty, table), Clock.systemUTC())
                .remove(Summary.of(plan), noneAfter(plan));
    }
}
