package io.millrace.hive.insert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.client.OutgoingRecord;
import io.millrace.publish.StagedFileWriter;
import io.millrace.publish.StagingArea;
import io.millrace.write.RecordLimits;
import io.millrace.write.WriteCounter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.JobContextImpl;
import org.apache.hadoop.mapred.JobID;
import org.apache.hadoop.mapred.JobStatus;
import org.apache.hadoop.mapred.TaskAttemptContextImpl;
import org.apache.hadoop.mapred.TaskAttemptID;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The committer of a job all of whose tasks run again under a second master; on Tez that of a vertex. */
public class StagingCommitterTest {
    private static final String MR_JOB = "job_1700000000000_0003";

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final StagingCommitter committer = new StagingCommitter();

    /** When the first one's history is lost with it, splits are grouped anew, by what the cluster has then, and attempts are counted anew. */
    @Test
    public void whatTasksCommitUnderTwoMastersOnTezIsToldApart() throws IOException {
        setUp(1);
        stage(1, 0, "first");
        stage(1, 1, "first");
        stage(1, 2, "first");
        commit(1, 0);
        commit(1, 2);

        setUp(2);
        stage(2, 0, "second");
        stage(2, 1, "second");
        commit(2, 0);
        commit(2, 1);

        assertThat(committed())
                .containsExactlyInAnyOrder("master-1 first", "master-1 first", "master-2 second", "master-2 second");
    }

    /** As when what a task has made for others is lost, of a vertex that was done before the first master was lost. */
    @Test
    public void aTaskOfAVertexThatTezTakesForDoneRunsAgain() throws IOException {
        setUp(1);
        stage(1, 0, "first");
        stage(1, 1, "first");
        commit(1, 0);
        commit(1, 1);

        stage(2, 1, "second");
        commit(2, 1);

        assertThat(committed()).containsExactlyInAnyOrder("master-1 first", "master-1 first", "master-1 second");
    }

    /** As in Tez's master, to whose committer the vertex is a setting. */
    private void setUp(int master) throws IOException {
        area().begin(Map.of());
        JobConf conf = conf(master);
        conf.setInt("mapreduce.task.vertex.id", 2);
        committer.setupJob(new JobContextImpl(conf, JobID.forName("job_1700000000000_0003")));
    }

    /** As when the first one was taken for dead: MRAppMaster aborts its job when it exits. */
    @Test
    public void aFirstMasterThatAbortsItsMrJobLateTakesNothingAwayOfTheSecondOnesTasks() throws IOException {
        stageOnMr(1, 0, "first");
        stageOnMr(1, 1, "first");
        commitOnMr(1, 0);
        stageOnMr(2, 0, "second");
        stageOnMr(2, 1, "second");
        commitOnMr(2, 0);

        committer.abortJob(mrJob(1), JobStatus.FAILED);
        commitOnMr(2, 1);
        committer.commitJob(mrJob(1));
        committer.commitJob(mrJob(2));

        assertThat(committed()).containsExactlyInAnyOrder(MR_JOB + " second", MR_JOB + " second");
    }

    /** Without a cluster, nobody counts a job's masters. */
    @Test
    public void anMrJobWithoutAMasterCommitsAndAborts() throws IOException {
        stageOnMr(0, 0, "only");
        commitOnMr(0, 0);
        committer.commitJob(mrJob(0));
        stageOnMr(0, 1, "late");

        committer.abortJob(mrJob(0), JobStatus.FAILED);

        assertThat(committed()).containsExactly(MR_JOB + " only");
        TaskAttemptContextImpl late = new TaskAttemptContextImpl(mrConf(0), mrAttempt(0, 1));
        assertThat(committer.needsTaskCommit(late)).isFalse();
    }

    private JobConf mrConf(int master) {
        JobConf conf = new JobConf(false);
        conf.set("hive.execution.engine", "mr");
        conf.set("millrace.hive.insert.run", temp.getRoot() + "/run");
        if (master > 0) {
            conf.setInt("mapreduce.job.application.attempt.id", master);
        }
        return conf;
    }

    private JobContextImpl mrJob(int master) {
        return new JobContextImpl(mrConf(master), JobID.forName(MR_JOB));
    }

    /** As MRAppMaster counts them. */
    private static TaskAttemptID mrAttempt(int master, int task) {
        return TaskAttemptID.forName(
                "attempt_1700000000000_0003_m_00000" + task + "_" + 1000 * Math.max(0, master - 1));
    }

    private void stageOnMr(int master, int task, String text) throws IOException {
        JobConf conf = mrConf(master);
        conf.set("mapreduce.task.attempt.id", mrAttempt(master, task).toString());
        write(TaskAttempts.running(conf), text);
    }

    private void commitOnMr(int master, int task) throws IOException {
        commit(new TaskAttemptContextImpl(mrConf(master), mrAttempt(master, task)));
    }

    private JobConf conf(int master) {
        JobConf conf = new JobConf(false);
        conf.set("hive.execution.engine", "tez");
        conf.set("millrace.hive.insert.run", temp.getRoot() + "/run");
        conf.setInt("mapreduce.job.application.attempt.id", master);
        return conf;
    }

    /** As an operator of Hive does; the text of the only record is also the name of its sink. */
    private void stage(int master, int task, String text) throws IOException {
        JobConf conf = conf(master);
        conf.set("mapreduce.task.attempt.id", "attempt_1700000000000_0003_m_00000" + task + "_0");
        conf.set("hive.tez.vertex.index", "2");
        write(TaskAttempts.running(conf, master), text);
    }

    private void write(String attempt, String text) throws IOException {
        StagedFileWriter file =
                area().tasks().create(attempt, text, RecordLimits.DEFAULT_RECORD_BYTES, WriteCounter.Meter.NONE);
        file.write(OutgoingRecord.of(file.nextNumber(), text, text.getBytes(UTF_8)));
        file.finish();
    }

    /** As Tez does in the task, to whose committer the vertex is a part of the job's name. */
    private void commit(int master, int task) throws IOException {
        TaskAttemptID id = TaskAttemptID.forName("attempt_17000000000002_0003_m_00000" + task + "_0");
        commit(new TaskAttemptContextImpl(conf(master), id));
    }

    private void commit(TaskAttemptContextImpl context) throws IOException {
        assertThat(committer.needsTaskCommit(context)).isTrue();
        committer.commitTask(context);
    }

    private StagingArea area() throws IOException {
        return new StagingArea(new Path(temp.getRoot() + "/run"), new JobConf(false));
    }

    /** Under which master, or of which job that has ended, and for which sink, for each file that is committed and counts. */
    private List<String> committed() throws IOException {
        FileSystem files = FileSystem.getLocal(new JobConf(false));
        RemoteIterator<LocatedFileStatus> found = files.listFiles(new Path(temp.getRoot() + "/run/tasks"), true);
        List<String> all = new ArrayList<>();
        while (found.hasNext()) {
            Path sink = found.next().getPath().getParent();
            String group = sink.getParent().getParent().getParent().getName();
            all.add(group.substring(group.lastIndexOf('.') + 1) + " " + sink.getName());
        }
        return all;
    }
}
