package io.millrace.mapreduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.publish.JobPublishing;
import io.millrace.testing.TestStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.task.JobContextImpl;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.junit.Rule;
import org.junit.Test;

/** What becomes of the records of a task's attempts. */
public class KinesisOutputCommitterTest {
    @Rule
    public final WritingJobs jobs = new WritingJobs();

    private final TestStream output = TestStream.create(3);

    @Test
    public void anAttemptThatIsNotCommittedWritesNothingAndTheEndMayBeRunTwice() throws Exception {
        Configuration conf = jobs.writing(output);
        Job job = Job.getInstance(conf);
        KinesisOutputFormat<NullWritable, BytesWritable> format = new KinesisOutputFormat<>();
        format.checkOutputSpecs(job);
        TaskID task = new TaskID("jobtest", 7, TaskType.MAP, 0);
        TaskAttemptContext lost = attempt(job, task, 0);
        TaskAttemptContext speculative = attempt(job, task, 1);
        TaskAttemptContext good = attempt(job, task, 2);
        // Longer arrays than what they hold.
        BytesWritable bytes = new BytesWritable(new byte[100]);
        bytes.set("one".getBytes(StandardCharsets.UTF_8), 0, 3);
        OutputCommitter committer = format.getOutputCommitter(good);
        committer.setupJob(good);
        for (TaskAttemptContext attempt : List.of(lost, speculative, good)) {
            RecordWriter<NullWritable, BytesWritable> writer = format.getRecordWriter(attempt);
            writer.write(NullWritable.get(), bytes);
            if (attempt != lost) {
                writer.close(attempt);
            }
        }
        committer.abortTask(speculative);
        assertThat(committer.needsTaskCommit(speculative)).isFalse();
        assertThat(committer.needsTaskCommit(good)).isTrue();
        committer.commitTask(good);
        assertThat(committer.isCommitJobRepeatable(good)).isTrue();

        committer.commitJob(good);
        // A master that starts anew does not know that.
        committer.setupJob(good);
        committer.commitJob(good);

        assertThat(output.payloads()).containsExactly("one");
    }

    @Test
    public void aTaskWhoseJobHasAnotherIdThanItsCommitterStagesNothing() throws Exception {
        KinesisOutputFormat<Text, Text> format = new KinesisOutputFormat<>();
        Configuration conf = jobs.writing(output);
        JobPublishing.prepare(conf);
        Job job = Job.getInstance(conf);
        // As Tez makes them.
        TaskAttemptContext ofTheJob = attempt(job, new TaskID("1795884153590", 1, TaskType.REDUCE, 0), 0);
        TaskAttemptContext ofTheVertex = attempt(job, new TaskID("17958841535900", 1, TaskType.REDUCE, 0), 0);
        format.getOutputCommitter(ofTheJob).setupJob(ofTheJob);

        assertThatThrownBy(() -> format.getRecordWriter(ofTheVertex))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("job_17958841535900_0001")
                .hasMessageContaining("Tez");
        format.getRecordWriter(ofTheJob).close(ofTheJob);
    }

    /** A master that was taken for dead aborts its job when it exits. */
    @Test
    public void aSecondMasterKeepsWhatItGoesOnWith() throws IOException {
        KinesisOutputCommitter committer = new KinesisOutputCommitter();
        committer.setupJob(under(1));
        assertThat(committer.isRecoverySupported(under(2))).isTrue();

        committer.abortJob(under(1), JobStatus.State.FAILED);
        assertThat(committer.isRecoverySupported(under(2)))
                .as("the first may be about to delete it")
                .isFalse();
        assertThat(jobs.staged()).containsExactly("job_jobtest_0008");

        committer.abortJob(under(2), JobStatus.State.FAILED);
        assertThat(jobs.staged()).isEmpty();
    }

    private JobContext under(int master) {
        Configuration conf = jobs.writing(output);
        conf.setInt(MRJobConfig.APPLICATION_ATTEMPT_ID, master);
        return new JobContextImpl(conf, new JobID("jobtest", 8));
    }

    private static TaskAttemptContext attempt(Job job, TaskID task, int number) {
        return new TaskAttemptContextImpl(job.getConfiguration(), new TaskAttemptID(task, number));
    }
}
