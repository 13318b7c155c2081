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
