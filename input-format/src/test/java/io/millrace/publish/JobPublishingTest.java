package io.millrace.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.StreamIdentity;
import io.millrace.client.OutgoingRecord;
import io.millrace.client.StreamWriter;
import io.millrace.split.ReadIterations;
import io.millrace.write.RecordLimits;
import io.millrace.write.WriteCounter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A job that leaves it to whoever runs it to publish. */
public class JobPublishingTest {
    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final Configuration conf = new Configuration();
    private JobPublishing job;

    @Before
    public void begin() throws IOException {
        conf.set("kinesis.stream.name", "any");
        conf.set("kinesis.endpoint.region", "us-east-1");
        conf.set("kinesis.write.staging.dir", temp.getRoot().toString());
        conf.setBoolean(JobPublishing.LEFT_TO_DRIVER, true);
        job = JobPublishing.of(conf, "job");
        job.setupJob();
    }

    /** Hadoop's MRAppMaster aborts every job at its exit, when the driver may be publishing already. */
    @Test
    public void itsCommitterTakesNothingAwayOnceItHasEndedWell() throws IOException {
        job.endJob(new ReadIterations());
        job.abortJob();
        assertThat(job.isSetUp()).isTrue();

        job.giveUp();
        assertThat(temp.getRoot()).isEmptyDirectory();
    }

    @Test
    public void itsCommitterGivesUpWhenItFails() throws IOException {
        job.abortJob();

        assertThat(temp.getRoot()).isEmptyDirectory();
        assertThatThrownBy(() -> job.endJob(new ReadIterations())).hasMessageContaining("not there, or not begun");
    }

    private JobPublishing under(int master) throws IOException {
        conf.setInt("mapreduce.job.application.attempt.id", master);
        return JobPublishing.of(conf, "job");
    }

    /** As by a master that was taken for dead, lives, and exits late. */
    @Test
    public void aMasterThatAbortsTheJobTakesNothingAwayThatALaterOneGoesOnWith() throws IOException {
        JobPublishing first = under(1);
        first.setupJob();
        JobPublishing second = under(2);
        assertThat(second.takeOver()).isTrue();

        first.abortJob();
        second.checkSetUp();

        second.abortJob();
        assertThat(temp.getRoot()).isEmptyDirectory();
    }

    @Test
    public void aMasterThatAbortsTheJobTakesNothingAwayWhenALaterOneHasBegunAnew() throws IOException {
        JobPublishing first = under(1);
        first.setupJob();
        JobPublishing tenth = under(10);
        tenth.setupJob();

        first.abortJob();

        tenth.checkSetUp();
    }

    @Test
    public void aMasterGoesOnWithNothingThatAnEarlierOneIsAboutToDelete() throws IOException {
        StagingArea area = new StagingArea(new org.apache.hadoop.fs.Path(temp.getRoot() + "/job"), conf);
        under(1).setupJob();

        assertThat(area.masters().leave(1)).isTrue();

        assertThat(under(2).takeOver()).isFalse();
        assertThat(under(2).isSetUp()).isTrue();
        under(2).setupJob();
        assertThat(area.masters().leave(1)).isFalse();
    }

    /** A vertex of Tez, whose committers find it in a setting in the master, and within the job's name in tasks. */
    private JobPublishing vertex(int master, String jobId) throws IOException {
        conf.setBoolean(JobPublishing.VERTICES, true);
        conf.set(JobPublishing.RUN, "job");
        conf.setInt("mapreduce.job.application.attempt.id", master);
        JobPublishing.note(
                conf,
                new StreamWriter.Target(
                        new StreamIdentity("arn:aws:kinesis:us-east-1:000000000000:stream/any", Instant.EPOCH),
                        RecordLimits.DEFAULT_RECORD_BYTES));
        return JobPublishing.of(conf, jobId);
    }

    private void setUpVertex(int master) throws IOException {
        conf.setInt("mapreduce.task.vertex.id", 2);
        vertex(master, "job_1700000000000_0003").setupJob();
        conf.unset("mapreduce.task.vertex.id");
    }

    private void stage(int master, String task) throws IOException {
        StagedFileWriter file = vertex(master, "job_17000000000002_0003")
                .stage("attempt_17000000000002_0003_r_" + task + "_0", WriteCounter.Meter.NONE);
        file.write(OutgoingRecord.of(file.nextNumber(), "k", new byte[] {1}));
        file.finish();
    }

    private void commit(int master, String task) throws IOException {
        JobPublishing vertex = vertex(master, "job_17000000000002_0003");
        String attempt = "attempt_17000000000002_0003_r_" + task + "_0";
        assertThat(vertex.needsTaskCommit(attempt)).isTrue();
        vertex.commitTask(attempt, "task_17000000000002_0003_r_" + task);
    }

    /** When the first one's history is lost with it, tasks may be other ones, and attempts are counted anew. */
    @Test
    public void whatTasksCommitUnderTwoMastersOnTezIsToldApart() throws IOException {
        setUpVertex(1);
        stage(1, "000000");
        stage(1, "000001");
        stage(1, "000002");
        commit(1, "000000");
        commit(1, "000002");

        setUpVertex(2);
        stage(2, "000000");
        stage(2, "000001");
        commit(2, "000000");
        commit(2, "000001");

        StagingArea area = new StagingArea(new org.apache.hadoop.fs.Path(temp.getRoot() + "/job"), conf);
        assertThat(area.counted().of("output")).hasSize(2).allSatisfy(file -> assertThat(file.toString())
                .contains("/tez_17000000000002_3-.master-2/"));
    }

    @Test
    public void aSecondMasterOfATezThatDoesNotTellVerticesApartFails() throws IOException {
        vertex(1, "job_1700000000000_0003").setupJob();

        JobPublishing second = vertex(2, "job_1700000000000_0003");
        assertThatThrownBy(second::setupJob).hasMessageContaining("Tez before 0.10.1");
    }

    /** As when the JVM of a Pig script was killed whose jobs had ended well. */
    @Test
    public void theNextJobDeletesWhatAKilledDriverHasLeftForAWeek() throws IOException {
        job.endJob(new ReadIterations());
        Instant longAgo = Instant.now().minus(Duration.ofDays(8));
        try (Stream<Path> left = Files.walk(temp.getRoot().toPath().resolve("job"))) {
            for (Path path : left.toList()) {
                Files.setLastModifiedTime(path, FileTime.from(longAgo));
            }
        }

        JobPublishing.of(conf, "next").setupJob();

        assertThat(temp.getRoot()).isDirectoryNotContaining("glob:**/job").isDirectoryContaining("glob:**/next");
    }
}
