package io.millrace.mapred;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.JobContextImpl;
import org.apache.hadoop.mapred.JobStatus;
import org.apache.hadoop.mapreduce.JobID;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class KinesisOutputCommitterTest {
    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final KinesisOutputCommitter committer = new KinesisOutputCommitter();

    /** A master that is told to end aborts its job; the next one must not take tasks for done whose records are gone. */
    @Test
    public void aSecondMasterOnlyGoesOnWithRecordsThatAreThere() throws IOException {
        JobContextImpl job = under(1);
        committer.setupJob(job);
        assertThat(committer.isRecoverySupported(job)).isTrue();

        committer.abortJob(job, JobStatus.FAILED);
        assertThat(committer.isRecoverySupported(job)).isFalse();
    }

    /** One that was taken for dead aborts its job when it exits. */
    @Test
    public void aSecondMasterKeepsWhatItGoesOnWith() throws IOException {
        committer.setupJob(under(1));
        assertThat(committer.isRecoverySupported(under(2))).isTrue();

        committer.abortJob(under(1), JobStatus.FAILED);
        assertThat(committer.isRecoverySupported(under(2)))
                .as("the first may be about to delete it")
                .isFalse();
        assertThat(temp.getRoot().toPath().resolve("job_job_0001/begun")).exists();
    }

    private JobContextImpl under(int master) {
        JobConf conf = new JobConf(false);
        conf.set("kinesis.stream.name", "any");
        conf.set("kinesis.endpoint.region", "us-east-1");
        conf.set("kinesis.write.staging.dir", temp.getRoot().toURI().toString());
        conf.setInt("mapreduce.job.application.attempt.id", master);
        return new JobContextImpl(conf, new JobID("job", 1));
    }
}
