package io.millrace.checkpoint;

import static io.millrace.checkpoint.Requests.number;
import static io.millrace.checkpoint.Requests.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.memory.InMemoryCheckpointStore;
import java.time.Duration;
import java.util.List;
import org.junit.Test;

public class SilentStreamTest {
    private static final Duration QUARTER = Duration.ofMinutes(15);

    private final FakeTime time = new FakeTime();
    private final FakeStream stream = new FakeStream("clicks", time::instant);
    private final ShardId shard = stream.open();
    private final InMemoryCheckpointStore store = new InMemoryCheckpointStore();
    private final IterationPlanner planner = new IterationPlanner(store, time, time);

    private Duration waited() {
        return time.pauses().stream().reduce(Duration.ZERO, Duration::plus);
    }

    @Test
    public void withoutATimeoutAnEmptyIterationIsAResult() {
        IterationPlan plan = planner.plan(waiting(number(0), Duration.ZERO, QUARTER), stream);
        assertThat(plan.shardsWithRecords()).isZero();
        assertThat(time.pauses()).isEmpty();
    }

    @Test
    public void theFirstNewRecordEndsTheWait() {
        time.duringSleep(() -> {
            if (waited().compareTo(Duration.ofSeconds(20)) > 0) {
                stream.put(shard);
            }
        });
        IterationPlan plan = planner.plan(waiting(number(0), Duration.ofMinutes(5), QUARTER), stream);

        assertThat(plan.shardsWithRecords()).isEqualTo(1);
        assertThat(plan.plannedAt()).isEqualTo(time.instant());
        assertThat(time.pauses()).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 15L);
    }

    @Test
    public void theShorterOfBothLimitsEndsTheWait() {
        assertThat(planner.plan(waiting(number(0), Duration.ofMinutes(2), QUARTER), stream)
                        .shardsWithRecords())
                .isZero();
        assertThat(waited()).isEqualTo(Duration.ofMinutes(2));
        planner.plan(waiting(number(1), Duration.ofMinutes(20), QUARTER), stream);
        assertThat(waited()).isEqualTo(Duration.ofMinutes(2).plus(QUARTER));
    }

    @Test
    public void aClockThatIsSetBackDoesNotProlongTheWait() {
        time.duringSleep(() -> time.pass(Duration.ofHours(-1)));
        planner.plan(waiting(number(0), Duration.ofMinutes(2), QUARTER), stream);
        assertThat(waited()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    public void aStoredIterationNeverWaits() {
        planner.plan(number(0), stream);
        planner.plan(waiting(number(0), QUARTER, QUARTER), stream);
        assertThat(time.pauses()).isEmpty();
    }

    @Test
    public void iterationZeroAtLatestNeverWaitsSinceItIsEmptyByDefinition() {
        planner.plan(waiting(Requests.from(new Position.Latest()), QUARTER, QUARTER), stream);
        assertThat(time.pauses()).isEmpty();
    }

    @Test
    public void aPlanThatAnotherPlannerStoresMeanwhileEndsTheWait() {
        IterationPlan[] other = new IterationPlan[1];
        time.duringSleep(() -> {
            time.duringSleep(() -> {});
            other[0] = new IterationPlanner(store, time, time).plan(number(0), stream);
        });
        assertThat(planner.plan(waiting(number(0), QUARTER, QUARTER), stream)).isEqualTo(other[0]);
        assertThat(time.pauses()).hasSize(1);
    }

    @Test
    public void oneStreamThatSpeaksEndsTheWaitOfAJointPlan() {
        FakeStream views = new FakeStream("views", time::instant);
        views.put(views.open());
        List<IterationPlan> plans = planner.planTogether(waiting(number(0), QUARTER, QUARTER), List.of(stream, views));
        assertThat(plans).extracting(IterationPlan::shardsWithRecords).containsExactly(0, 1);
        assertThat(time.pauses()).isEmpty();
    }

    @Test
    public void anInterruptedWaitRestoresTheFlagAndStoresNothing() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> planner.plan(waiting(number(0), QUARTER, QUARTER), stream))
                    .isInstanceOf(CheckpointException.PlanningInterrupted.class)
                    .hasMessageContaining("iteration 0");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(store.all()).isEmpty();
    }
}
