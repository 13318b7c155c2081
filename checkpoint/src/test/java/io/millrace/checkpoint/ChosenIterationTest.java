package io.millrace.checkpoint;

import static io.millrace.checkpoint.FakeStream.CLICKS;
import static io.millrace.checkpoint.Requests.key;
import static io.millrace.checkpoint.Requests.latest;
import static io.millrace.checkpoint.Requests.next;
import static io.millrace.checkpoint.Requests.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.memory.InMemoryCheckpointStore;
import org.junit.Test;

/** Which iteration a request gets: by number, the next or the latest. */
public class ChosenIterationTest {
    private final FakeTime time = new FakeTime();
    private final FakeStream stream = new FakeStream("clicks", time::instant);
    private final InMemoryCheckpointStore store = new InMemoryCheckpointStore();
    private final IterationPlanner planner = new IterationPlanner(store, time, time);

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
    public void latestIsTheNewestOneAgain() {
        stream.open();
        assertThat(planner.plan(latest(), stream).key()).isEqualTo(key(0));
        Commits.commit(store, key(0));
        planner.plan(number(1), stream);
        assertThat(planner.plan(latest(), stream).key()).isEqualTo(key(1));
    }
}
