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

    /** A master that is told to end aborts its job; the next one must not take tasks for done whose records are gone. */
    @Test
    public void aSecondMasterOnlyGoesOnWithRecordsThatAreThere() throws IOException {
        JobConf conf = new JobConf(false);
        conf.set("kinesis.stream.name", "any");
        conf.set("kinesis.endpoint.region", "us-east-1");
        conf.set("kinesis.write.staging.dir", temp.getRoot().toURI().toString());
        JobContextImpl job = new JobContextImpl(conf, new JobID("job", 1));
        KinesisOutputCommitter committer = new KinesisOutputCommitter();
        committer.setupJob(job);
        assertThat(committer.isRecoverySupported(job)).isTrue();

        committer.abortJob(job, JobStatus.FAILED);
        assertThat(committer.isRecoverySupported(job)).isFalse();
    }
}
