package io.millrace.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.CheckpointStore.Summary;
import io.millrace.checkpoint.memory.InMemoryCheckpointStore;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Test;

public class IterationOperationsTest {
    private static final LogicalName OTHER = new LogicalName("other");

    private final CheckpointStore store = new InMemoryCheckpointStore();
    private final FakeTime time = new FakeTime();
    private final FakeStream stream = new FakeStream("clicks", time::instant);
    private final IterationPlanner planner = new IterationPlanner(store, time, time);
    private final IterationOperations operations = new IterationOperations(store, Requests.READER, FakeStream.CLICKS);

    @Before
    public void planIterationsZeroToThreeAndCommitTheFirstTwo() {
        ShardId shard = stream.open();
        for (long number = 0; number < 4; number++) {
            stream.put(shard);
            planner.plan(Requests.number(number), stream);
        }
        Commits.commit(store, key(0));
        Commits.commit(store, key(1));
    }

    private static IterationKey key(long number) {
        return new IterationKey(Requests.READER, FakeStream.CLICKS, new IterationNumber(number));
    }

    private static List<Long> numbers(List<Summary> summaries) {
        return summaries.stream().map(summary -> summary.key().number().value()).toList();
    }

    private IterationPlan plan(LogicalName reader, PlanRequest like) {
        return planner.plan(
                new PlanRequest(
                        reader, like.iteration(), like.initial(), like.dataLoss(), like.lossAdvice(), like.silence()),
                stream);
    }

    private static List<SequenceRange> ranges(IterationPlan plan) {
        return plan.shards().stream().flatMap(shard -> shard.records().stream()).toList();
    }

    @Test
    public void afterARewindTheNextNewIterationHoldsWhatAllTheRemovedOnesHeld() {
        SequenceNumber first = ranges(store.find(key(2)).orElseThrow()).get(0).first();
        SequenceNumber last = ranges(store.find(key(3)).orElseThrow()).get(0).last();

        operations.rewind(operations.after(new IterationNumber(1)));

        IterationPlan next = planner.plan(Requests.next(), stream);
        assertThat(next.key()).isEqualTo(key(2));
        assertThat(ranges(next)).containsExactly(new SequenceRange(first, last));
    }

    @Test
    public void aJobThatReadARemovedIterationDoesNotCommitTheOneThatCameInItsPlace() {
        IterationPlan read = store.find(key(2)).orElseThrow();
        operations.rewind(operations.after(new IterationNumber(1)));
        time.pass(Duration.ofSeconds(1));
        IterationPlan anew = planner.plan(Requests.next(), stream);
        assertThat(anew.key()).isEqualTo(read.key());

        assertThatThrownBy(() -> store.commitAll(List.of(PlannedIteration.of(read))))
                .isInstanceOf(CheckpointException.StoreFailed.class)
                .hasMessageContaining("planned anew");
        assertThat(planner.plan(Requests.next(), stream)).isEqualTo(anew);
    }

    @Test
    public void aPlannerDuringWhoseSurveyItsIterationComesAndGoesDoesNotPlanItOnceMore() {
        IterationOperations others = new IterationOperations(store, OTHER, FakeStream.CLICKS);
        stream.beforeReach(() -> {
            stream.beforeReach(() -> {});
            for (int number = 0; number < 3; number++) {
                plan(OTHER, Requests.number(number));
                Commits.commit(store, new IterationKey(OTHER, FakeStream.CLICKS, new IterationNumber(number)));
            }
            others.delete(others.committedBefore(new IterationNumber(2)));
        });

        assertThatThrownBy(() -> plan(OTHER, Requests.number(0)))
                .isInstanceOf(CheckpointException.IterationGap.class)
                .hasMessageContaining("only iteration 2 exists");
        assertThat(numbers(store.iterations(OTHER, FakeStream.CLICKS))).containsExactly(2L);
        assertThat(plan(OTHER, Requests.next()).key().number()).isEqualTo(new IterationNumber(3));
    }

    @Test
    public void aRewindThatIsBrokenOffAnywhereLeavesIterationsWithoutAHole() {
        List<Summary> removed = operations.after(IterationNumber.ZERO);
        assertThat(numbers(removed)).containsExactly(3L, 2L, 1L);

        for (int done = 0; done < removed.size(); done++) {
            operations.rewind(removed.subList(done, done + 1));
            assertThat(numbers(store.iterations(Requests.READER, FakeStream.CLICKS)))
                    .isEqualTo(List.of(0L, 1L, 2L).subList(0, 3 - done));
        }
    }

    @Test
    public void aRewindToWhatIsNotThereSaysWhatIs() {
        assertThatThrownBy(() -> operations.after(new IterationNumber(9)))
                .hasMessageContaining("there is no iteration 9 of logical name 'top-errors'")
                .hasMessageContaining("there are iterations 0 to 3");
    }

    @Test
    public void whatChangedSinceItWasSeenIsNotRemoved() {
        List<Summary> seen = operations.after(new IterationNumber(1));
        Commits.commit(store, key(3));

        assertThatThrownBy(() -> operations.rewind(seen))
                .isInstanceOf(CheckpointException.StoreFailed.class)
                .hasMessageContaining("iteration 3")
                .hasMessageContaining("changed or removed by somebody else");
        assertThat(store.find(key(3))).isPresent();
        assertThat(store.find(key(2))).isPresent();
    }

    @Test
    public void onlyCommittedIterationsAreOldAndNeverTheNewestOne() {
        assertThat(numbers(operations.committedBefore(new IterationNumber(9)))).containsExactly(0L, 1L);
        assertThat(numbers(operations.committedBefore(new IterationNumber(1)))).containsExactly(0L);
        Commits.commit(store, key(2));
        Commits.commit(store, key(3));
        assertThat(numbers(operations.committedBefore(new IterationNumber(9)))).containsExactly(0L, 1L, 2L);
    }

    @Test
    public void aPlannerThatARewindOvertakesStoresNothing() {
        Commits.commit(store, key(2));
        Commits.commit(store, key(3));
        List<SequenceRange> removed = ranges(store.find(key(3)).orElseThrow());
        StreamSurvey overtaken = overtakenBy(() -> operations.rewind(operations.after(new IterationNumber(2))));

        assertThatThrownBy(() -> planner.plan(Requests.next(), overtaken))
                .isInstanceOf(CheckpointException.StoreFailed.class)
                .hasMessageContaining("iteration 4 of")
                .hasMessageContaining("was not stored: iteration 3, which it goes on from, was removed");

        assertThat(numbers(store.iterations(Requests.READER, FakeStream.CLICKS)))
                .containsExactly(0L, 1L, 2L);
        IterationPlan again = planner.plan(Requests.next(), stream);
        assertThat(again.key()).isEqualTo(key(3));
        assertThat(ranges(again)).isEqualTo(removed);
    }

    @Test
    public void aRewindThatAPlannerOvertakesIsRefused() {
        Commits.commit(store, key(2));
        Commits.commit(store, key(3));
        List<Summary> seen = operations.after(new IterationNumber(1));
        planner.plan(Requests.next(), stream);

        assertThatThrownBy(() -> operations.rewind(seen))
                .isInstanceOf(CheckpointException.StoreFailed.class)
                .hasMessageContaining("iteration 3")
                .hasMessageContaining("another iteration was planned");
        assertThat(numbers(store.iterations(Requests.READER, FakeStream.CLICKS)))
                .containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @Test
    public void theIterationThatPlannersGoOnFromIsNotDeletedAfterARewind() {
        Commits.commit(store, key(2));
        Commits.commit(store, key(3));
        List<Summary> seen = operations.committedBefore(new IterationNumber(9));
        operations.rewind(operations.after(new IterationNumber(2)));

        assertThatThrownBy(() -> operations.delete(seen))
                .isInstanceOf(CheckpointException.StoreFailed.class)
                .hasMessageContaining("iteration 2");
        assertThat(numbers(store.iterations(Requests.READER, FakeStream.CLICKS)))
                .containsExactly(2L);
    }

    /** A survey of the stream during which something else happens. */
    private StreamSurvey overtakenBy(Runnable other) {
        return new StreamSurvey() {
            @Override
            public StreamIdentity identity() {
                return stream.identity();
            }

            @Override
            public Duration retention() {
                return stream.retention();
            }

            @Override
            public List<Shard> shards() {
                other.run();
                return stream.shards();
            }

            @Override
            public Map<ShardId, Reach> reach(Map<Shard, Position> from) {
                return stream.reach(from);
            }
        };
    }

    @Test
    public void aForkReadsWhatTheOriginalHasNotCommittedAndThenGoesOnByItself() {
        operations.fork(OTHER);
        for (long number = 2; number < 4; number++) {
            IterationPlan forked = plan(OTHER, Requests.next());
            assertThat(forked.key().number().value()).isEqualTo(number);
            assertThat(forked.shards())
                    .isEqualTo(store.find(key(number)).orElseThrow().shards());
            Commits.commit(store, forked.key());
        }
        stream.put(new ShardId("shardId-000000000000"));

        IterationPlan own = plan(OTHER, Requests.next());

        assertThat(own.key().number().value()).isEqualTo(4);
        assertThat(own.shardsWithRecords()).isEqualTo(1);
        assertThat(planner.plan(Requests.next(), stream).key())
                .as("the original")
                .isEqualTo(key(2));
    }

    @Test
    public void aForkOfAReaderThatHasCommittedAllStartsWithItsNextIteration() {
        Commits.commit(store, key(2));
        Commits.commit(store, key(3));

        assertThat(operations.fork(OTHER)).hasSize(1);

        assertThat(plan(OTHER, Requests.next()).key().number().value()).isEqualTo(4);
    }

    @Test
    public void aForkThatWasBrokenOffIsCompletedByDoingItAgain() {
        List<IterationPlan> copies = operations.fork(OTHER);
        new IterationOperations(store, OTHER, FakeStream.CLICKS)
                .rewind(List.of(Summary.of(copies.get(2)), Summary.of(copies.get(1))));

        operations.fork(OTHER);

        assertThat(store.iterations(OTHER, FakeStream.CLICKS)).hasSize(3);
    }

    @Test
    public void aNameThatHasReadTheStreamItselfIsNoFork() {
        plan(OTHER, Requests.number(0));

        assertThatThrownBy(() -> operations.fork(OTHER)).hasMessageContaining("logical name 'other' is in use");
        assertThatThrownBy(() -> operations.fork(Requests.READER)).hasMessageContaining("another logical name");
        assertThatThrownBy(
                        () -> new IterationOperations(store, new LogicalName("nobody"), FakeStream.CLICKS).fork(OTHER))
                .hasMessageContaining("logical name 'nobody' has no iterations");
    }

    @Test
    public void aCrashBetweenTheCommitsOfTwoStreamsHasBothReadTheSameIterationAgain() {
        FakeStream views = new FakeStream("views", time::instant);
        views.put(views.open());
        LogicalName joiner = new LogicalName("joiner");
        PlanRequest next = new PlanRequest(
                joiner,
                new IterationChoice.Next(),
                new Position.TrimHorizon(),
                DataLoss.FAIL,
                Requests.ADVICE,
                PlanRequest.SilenceLimit.NONE);
        List<IterationPlan> first = planner.planTogether(next, List.of(stream, views));
        Commits.commit(store, first.get(0).key());
        views.put(new ShardId("shardId-000000000000"));

        List<IterationPlan> again = planner.planTogether(next, List.of(stream, views));

        assertThat(again)
                .extracting(IterationPlan::key)
                .isEqualTo(first.stream().map(IterationPlan::key).toList());
        assertThat(again)
                .extracting(IterationPlan::shards)
                .isEqualTo(first.stream().map(IterationPlan::shards).toList());
    }

    @Test
    public void aForkWhoseNameIsTakenMeanwhileFails() {
        CheckpointStore overtaken = (CheckpointStore) Proxy.newProxyInstance(
                CheckpointStore.class.getClassLoader(),
                new Class<?>[] {CheckpointStore.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("putIfAbsent")) {
                        IterationPlan copy = (IterationPlan) arguments[0];
                        store.putIfAbsent(new IterationPlan(
                                copy.key(),
                                copy.stream(),
                                copy.plannedAt().plusSeconds(1),
                                IterationPlan.State.PLANNED,
                                copy.shards()));
                    }
                    return method.invoke(store, arguments);
                });

        assertThatThrownBy(() -> new IterationOperations(overtaken, Requests.READER, FakeStream.CLICKS).fork(OTHER))
                .hasMessageContaining("logical name 'other' is in use");
    }
}
