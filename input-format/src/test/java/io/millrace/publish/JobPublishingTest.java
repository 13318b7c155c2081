package io.millrace.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.split.ReadIterations;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A job that leaves it to whoever runs it to publish. */
public class JobPublishingTest {
    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private JobPublishing job;

    @Before
    public void begin() throws IOException {
        Configuration conf = new Configuration();
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
}
