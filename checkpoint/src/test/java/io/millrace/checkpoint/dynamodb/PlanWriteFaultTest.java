package io.millrace.checkpoint.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.LogicalName;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.After;
import org.junit.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

public class PlanWriteFaultTest {
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

    /** Each case has a reader of its own, so all can share the table. */
    private IterationKey freshKey() {
        readers++;
        return new IterationKey(
                new LogicalName("reader-" + readers), Plans.CLICKS, Plans.key(0).number());
    }

    private PlanWriter writer(DynamoDbClient faulty) {
        return writer(faulty, Clock.systemUTC());
    }

    private PlanWriter writer(DynamoDbClient faulty, Clock clock) {
        TableAccess access = new TableAccess(faulty, table);
        return new PlanWriter(access, new OrphanSweeper(access, clock), clock);
    }

    private List<String> ranges(IterationKey key) {
        TableAccess access = new TableAccess(client, table);
        return access.query(key.reader().value(), Plans.CLICKS, List.of()).stream()
                .map(access::range)
                .toList();
    }

    private int callsOfOneWrite(int shards) {
        FaultyDynamoDb counting = FaultyDynamoDb.crashingBefore(client, Integer.MAX_VALUE);
        assertThat(writer(counting).write(Plans.of(freshKey(), shards), Optional.empty()))
                .isTrue();
        return counting.calls();
    }

    @Test
    public void aCrashBeforeAnyCallLeavesNoPlanOrTheWholePlan() {
        crashEverywhere(call -> FaultyDynamoDb.crashingBefore(client, call));
    }

    @Test
    public void aCrashAfterAnyCallLeavesNoPlanOrTheWholePlan() {
        crashEverywhere(call -> FaultyDynamoDb.crashingAfter(client, call));
    }

    private void crashEverywhere(Function<Integer, DynamoDbClient> crashing) {
        for (int shards : new int[] {3, LARGE}) {
            int calls = callsOfOneWrite(shards);
            int whole = 0;
            for (int call = 0; call < calls; call++) {
                IterationKey key = freshKey();
                IterationPlan crashed = Plans.of(key, shards);
                writeAndCrash(crashing.apply(call), crashed);

                Optional<IterationPlan> left = store.find(key);
                assertThat(left).as("call %d of %d", call, calls).isIn(Optional.empty(), Optional.of(crashed));
                IterationPlan other = Plans.of(key, shards + 1);
                assertThat(store.putIfAbsent(other)).isEqualTo(left.orElse(other));
                assertThat(store.find(key)).contains(left.orElse(other));
                whole += left.isPresent() ? 1 : 0;
            }
            if (shards == LARGE) {
                assertThat(whole).as("crashes after the header was put").isBetween(1, 2);
            }
        }
    }

    private void writeAndCrash(DynamoDbClient faulty, IterationPlan plan) {
        Throwable failure = catchThrowable(() -> writer(faulty).write(plan, Optional.empty()));
        // A crash while only cleaning up is left does not fail the plan.
        if (failure != null) {
            assertThat(failure)
                    .isInstanceOf(CheckpointException.StoreFailed.class)
                    .hasMessageContaining(table.name());
        }
    }

    @Test
    public void aHeaderWhoseAnswerIsLostIsRecognisedAsOurs() {
        for (int shards : new int[] {3, LARGE}) {
            int header = shards == 3 ? 0 : callsOfOneWrite(shards) - 2;
            IterationPlan plan = Plans.of(freshKey(), shards);
            assertThat(writer(FaultyDynamoDb.losingTheAnswerOf(client, header)).write(plan, Optional.empty()))
                    .isTrue();
            assertThat(store.find(plan.key())).contains(plan);
            assertThat(ranges(plan.key())).noneMatch(range -> range.contains("#planning#"));
        }
    }

    @Test
    public void aLostRaceWhoseAnswerIsLostIsRecognisedAsLost() {
        IterationPlan winner = Plans.of(freshKey(), 5);
        store.putIfAbsent(winner);
        IterationPlan loser = Plans.of(winner.key(), LARGE);
        int header = callsOfOneWrite(LARGE) - 2;

        assertThat(writer(FaultyDynamoDb.losingTheAnswerOf(client, header)).write(loser, Optional.empty()))
                .isFalse();
        assertThat(ranges(winner.key())).hasSize(1);
        assertThat(store.find(winner.key())).contains(winner);
    }

    @Test
    public void aTransactionThatIsInTheWayOfOthersOrThrottledIsTriedForSeconds() {
        IterationPlan basis = store.putIfAbsent(Plans.of(freshKey(), 1));
        IterationKey key = basis.key();
        for (String reason : new String[] {"TransactionConflict", "ThrottlingError"}) {
            key = key.withNumber(key.number().next());
            IterationPlan plan = Plans.of(key, 1);
            DynamoDbClient faulty = FaultyDynamoDb.cancellingFor(client, Duration.ofMillis(300), reason);

            assertThat(writer(faulty).write(plan, Optional.of(basis)))
                    .as(reason)
                    .isTrue();
        }
    }

    @Test
    public void aHeaderThatNeverArrivesFailsWithTheReason() {
        IterationPlan plan = Plans.of(freshKey(), 3);
        assertThatThrownBy(
                        () -> writer(FaultyDynamoDb.crashingBefore(client, 0)).write(plan, Optional.empty()))
                .isInstanceOf(CheckpointException.StoreFailed.class)
                .hasMessageContaining(ItemKeys.header(plan.key()))
                .hasMessageContaining("call never arrived");
        assertThat(store.find(plan.key())).isEmpty();
    }

    @Test
    public void whatACrashLeftIsRemovedByAPlannerADayLater() {
        IterationKey key = freshKey();
        int chunksAndIntent = callsOfOneWrite(LARGE) - 2;
        writeAndCrash(FaultyDynamoDb.crashingBefore(client, chunksAndIntent), Plans.of(key, LARGE));
        assertThat(ranges(key)).hasSize(chunksAndIntent).noneMatch(range -> range.contains("#iteration#"));

        store.putIfAbsent(Plans.of(key, 1));
        assertThat(ranges(key)).as("too young to be removed").hasSize(chunksAndIntent + 1);

        IterationKey next = key.withNumber(key.number().next());
        Clock aDayLater = Clock.offset(Clock.systemUTC(), Duration.ofHours(25));
        try (DynamoDbCheckpointStore later = DynamoDbCheckpointStore.open(LocalTable.client(), table, aDayLater)) {
            later.putIfAbsent(Plans.of(next, 1));
        }
        assertThat(ranges(key)).containsExactly(ItemKeys.header(key), ItemKeys.header(next));
    }

    @Test
    public void anIntentThatOutlivedItsVisiblePlanIsRemovedWithoutItsChunks() {
        IterationPlan plan = Plans.of(freshKey(), LARGE);
        int forget = callsOfOneWrite(LARGE) - 1;
        assertThat(writer(FaultyDynamoDb.crashingBefore(client, forget)).write(plan, Optional.empty()))
                .isTrue();
        assertThat(ranges(plan.key())).anyMatch(range -> range.contains("#planning#"));

        Clock aDayLater = Clock.offset(Clock.systemUTC(), Duration.ofHours(25));
        try (DynamoDbCheckpointStore later = DynamoDbCheckpointStore.open(LocalTable.client(), table, aDayLater)) {
            later.putIfAbsent(Plans.of(plan.key().withNumber(plan.key().number().next()), 1));
        }
        assertThat(ranges(plan.key())).noneMatch(range -> range.contains("#planning#"));
        assertThat(store.find(plan.key())).contains(plan);
    }

    @Test
    public void aHeaderIsNotPutWhenItsChunksHaveBecomeOld() {
        IterationPlan plan = Plans.of(freshKey(), LARGE);
        Clock jumping = new io.millrace.checkpoint.FakeTime() {
            @Override
            public java.time.Instant instant() {
                pass(Duration.ofMinutes(61));
                return super.instant();
            }
        };
        assertThatThrownBy(() -> writer(client, jumping).write(plan, Optional.empty()))
                .isInstanceOf(CheckpointException.StoreFailed.class)
                .hasMessageContaining("longer than 60 minutes");
        assertThat(store.find(plan.key())).isEmpty();
    }
}
