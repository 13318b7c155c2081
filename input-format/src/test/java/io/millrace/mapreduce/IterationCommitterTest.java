package io.millrace.mapreduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class IterationCommitterTest {
    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    /** Where the first master was told to end, Hadoop has deleted what its tasks have committed, and FileOutputCommitter does not mind. */
    @Test
    public void aSecondMasterOnlyGoesOnWithFilesThatAreThere() throws IOException {
        Configuration conf = new Configuration(false);
        Path output = new Path(temp.getRoot().toURI());
        conf.set(FileOutputFormat.OUTDIR, output.toString());
        TaskAttemptContextImpl task = new TaskAttemptContextImpl(
                conf, new TaskAttemptID(new TaskID(new JobID("job", 1), TaskType.MAP, 0), 0));
        IterationCommitter committer = new IterationCommitter(new FileOutputCommitter(output, (JobContext) task));
        assertThat(committer.isRecoverySupported(task)).isFalse();

        temp.newFolder("_temporary");
        assertThat(committer.isRecoverySupported(task)).isTrue();
    }
}
