package io.millrace.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.write.FakeSink;
import java.io.IOException;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Tasks whose job another one may replace: they count when the job has ended well. */
public class StagedTasksTest {
    private static final String JOB = "job_1";
    private static final TaskGroup FIRST = new TaskGroup(JOB, 1, TaskGroup.Counts.WHEN_ENDED);
    private static final TaskGroup SECOND = new TaskGroup(JOB, 2, TaskGroup.Counts.WHEN_ENDED);

    @Rule
    public final Staged staged = new Staged();

    private final FakeSink sink = new FakeSink();
    private StagedTasks tasks;

    @Before
    public void stage() {
        tasks = staged.area.tasks();
    }

    private void commit(TaskGroup job, String attempt, String text) throws IOException {
        staged.write(attempt, List.of(text));
        tasks.commit(attempt, "task_1_a", job);
    }

    @Test
    public void aJobThatDoesNotEndCountsNotAtAll() throws IOException {
        commit(FIRST, "attempt_1_a_0", "k:job that fails");
        staged.task("task_2_a", List.of("k:another"));

        staged.publish(sink);

        assertThat(sink.texts()).containsExactly("k:another");
    }

    /** Hadoop's MRAppMaster aborts every job at its exit. */
    @Test
    public void aJobThatHasEndedStaysWhenItIsAbortedAfterThat() throws IOException {
        commit(FIRST, "attempt_1_a_0", "k:done");
        tasks.end(FIRST);
        tasks.abort(FIRST);

        staged.publish(sink);

        assertThat(sink.texts()).containsExactly("k:done");
    }

    @Test
    public void whatAJobHasStagedIsForgottenWhenItIsAborted() throws IOException {
        commit(FIRST, "attempt_1_a_0", "k:committed");
        String other = FIRST.attempt("attempt_1_b_0");
        staged.write(other, List.of("k:being written"));
        tasks.abort(FIRST);
        tasks.end(FIRST);

        staged.publish(sink);

        assertThat(sink.texts()).isEmpty();
        assertThat(tasks.hasWritten(other)).isFalse();
    }

    /** As by a master that was taken for dead, lives, and exits late. */
    @Test
    public void aMasterThatAbortsAJobTakesNothingOfALaterOnesTasksAway() throws IOException {
        String writing = SECOND.attempt("attempt_1_b_0");
        commit(SECOND, SECOND.attempt("attempt_1_a_0"), "k:committed");
        staged.write(writing, List.of("k:closed"));
        tasks.abort(FIRST);
        tasks.commit(writing, "task_1_b", SECOND);
        tasks.end(SECOND);

        staged.publish(sink);

        assertThat(sink.texts()).containsExactlyInAnyOrder("k:committed", "k:closed");
    }

    @Test
    public void aMasterThatAbortsAJobTakesAwayWhatEarlierOnesHaveLeftAndNothingOfOtherJobs() throws IOException {
        TaskGroup tenth = new TaskGroup(JOB, 10, TaskGroup.Counts.WHEN_ENDED);
        TaskGroup other = new TaskGroup(JOB + "0", 1, TaskGroup.Counts.WHEN_ENDED);
        commit(FIRST, FIRST.attempt("attempt_1_a_0"), "k:committed by the first");
        String left = SECOND.attempt("attempt_1_b_0");
        staged.write(left, List.of("k:left by the second"));
        String others = other.attempt("attempt_10_b_0");
        staged.write(others, List.of("k:another job's"));
        staged.task("task_2_a", List.of("k:at once"));
        tasks.abort(tenth);
        tasks.end(FIRST);

        assertThat(tasks.hasWritten(left)).isFalse();
        tasks.commit(others, "task_10_b", other);
        tasks.end(other);
        staged.publish(sink);
        assertThat(sink.texts()).containsExactlyInAnyOrder("k:another job's", "k:at once");
    }

    @Test
    public void ofTwoMastersOfAJobOneCounts() throws IOException {
        commit(FIRST, "attempt_1_a_0", "k:first");
        commit(SECOND, "attempt_1_a_1000", "k:second");
        tasks.end(SECOND);

        assertThatThrownBy(() -> tasks.end(FIRST)).hasMessageContaining("the records of job_1 can't be committed");
        tasks.abort(FIRST);

        staged.publish(sink);
        assertThat(sink.texts()).containsExactly("k:second");
    }

    @Test
    public void aJobThatEndsWhenOthersAreBeingPublishedFails() throws IOException {
        staged.task("task_2_a", List.of("k:another"));
        commit(FIRST, "attempt_1_a_0", "k:late");
        staged.begin(sink);

        assertThatThrownBy(() -> tasks.end(FIRST))
                .hasMessageContaining("the records of job_1 can't be committed")
                .hasMessageContaining("being published already, without it");
    }

    @Test
    public void aJobWithoutRecordsEnds() throws IOException {
        tasks.end(FIRST);

        assertThat(staged.publish(sink)).hasToString("0 records (0.0 MB) by 0 calls");
    }

    @Test
    public void recordsOfAJobWhoseCommitterNeverEndsItAreNotTakenForNone() throws IOException {
        commit(FIRST, "attempt_1_a_0", "k:forgotten");

        assertThatThrownBy(() -> staged.publish(sink)).hasMessageContaining("no task was committed");
    }

    private void commitUnderMaster(String group, int master, String task, String text) throws IOException {
        String attempt = task + "_" + master + "_0";
        staged.write(attempt, List.of(text));
        tasks.commit(attempt, task, vertex(group, master));
    }

    private static TaskGroup vertex(String name, int master) {
        return new TaskGroup(name, master, TaskGroup.Counts.WHEN_COMMITTED);
    }

    /**
     * As on Tez, which sets a vertex up under each master that runs all of its tasks, maybe with other splits. A task of a vertex that is done may
     * run again as well.
     */
    @Test
    public void tasksThatRunAgainCountWithThoseThatDoNotUnlessTheirGroupBeginsAnew() throws IOException {
        tasks.begin(vertex("done", 9));
        tasks.begin(vertex("again", 9));
        tasks.begin(vertex("again without records", 9));
        commitUnderMaster("done", 9, "done_1", "k:done");
        commitUnderMaster("done", 9, "done_2", "k:lost later");
        commitUnderMaster("again", 9, "again_1", "k:shard 1 by the first");
        commitUnderMaster("again", 9, "again_3", "k:shard 3 by the first");
        commitUnderMaster("again without records", 9, "none_1", "k:none any more");
        tasks.begin(vertex("again", 10));
        tasks.begin(vertex("again without records", 10));
        commitUnderMaster("done", 10, "done_2", "k:done again");
        commitUnderMaster("again", 9, "again_2", "k:too late");
        commitUnderMaster("again", 10, "again_1", "k:shards 1 and 3");

        staged.publish(sink);

        assertThat(sink.texts()).containsExactlyInAnyOrder("k:done", "k:done again", "k:shards 1 and 3");
    }
}
