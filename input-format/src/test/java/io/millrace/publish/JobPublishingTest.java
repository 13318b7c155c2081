package io.millrace.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.split.ReadIterations;
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
