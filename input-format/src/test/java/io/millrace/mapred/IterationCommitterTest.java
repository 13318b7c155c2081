package io.millrace.mapred;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.FileOutputFormat;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.JobContextImpl;
import org.apache.hadoop.mapreduce.JobID;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class IterationCommitterTest {
    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    /** Where the first master was told to end, Hadoop has deleted what its tasks have committed, and FileOutputCommitter does not mind. */
    @Test
    public void aSecondMasterOnlyGoesOnWithFilesThatAreThere() throws IOException {
        JobConf conf = new JobConf(false);
        FileOutputFormat.setOutputPath(conf, new Path(temp.getRoot().toURI()));
        JobContextImpl job = new JobContextImpl(conf, new JobID("job", 1));
        IterationCommitter committer = new IterationCommitter();
        assertThat(committer.isRecoverySupported(job)).isFalse();

        temp.newFolder("_temporary");
        assertThat(committer.isRecoverySupported(job)).isTrue();
    }
}
