package io.millrace.checkpoint;

import static io.millrace.checkpoint.FakeStream.CLICKS;
import static io.millrace.checkpoint.Requests.READER;
import static io.millrace.checkpoint.Requests.key;
import static io.millrace.checkpoint.Requests.next;
import static io.millrace.checkpoint.Requests.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.memory.InMemoryCheckpointStore;
import java.util.List;
import org.junit.Test;

/** Several streams that are planned together. */
public class JointPlanTest {
    private final FakeTime time = new FakeTime();
    private final FakeStream stream = new FakeStream("clicks", time::instant);
    private final InMemoryCheckpointStore store = new InMemoryCheckpointStore();
    private final IterationPlanner planner = new IterationPlanner(store, time, time);

    @Test
    public void severalStreamsArePlannedAtOneMoment() {
        FakeStream views = new FakeStream("views", time::instant);
        ShardId a = stream.open();
        SequenceNumber a1 = stream.put(a);
        ShardId b = views.open();
        views.beforeReach(() -> assertThat(store.all()).isEmpty());
        SequenceNumber b1 = views.put(b);

        List<IterationPlan> plans = planner.planTogether(number(0), List.of(stream, views));

        assertThat(plans.get(0).shards().get(0).records()).contains(new SequenceRange(a1, a1));
        assertThat(plans.get(1).shards().get(0).records()).contains(new SequenceRange(b1, b1));
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
}
