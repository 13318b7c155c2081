package io.millrace.mapred;

import io.millrace.publish.JobPublishing;
import io.millrace.split.ReadIterations;
import java.io.IOException;
import org.apache.hadoop.mapred.JobContext;
import org.apache.hadoop.mapred.OutputCommitter;
import org.apache.hadoop.mapred.TaskAttemptContext;

/** Publishes the records that the committed tasks of a job have staged, when the job has ended well. Stateless. */
public final class KinesisOutputCommitter extends OutputCommitter {
    private static JobPublishing of(org.apache.hadoop.mapreduce.JobContext context) throws IOException {
        return JobPublishing.of(context.getConfiguration(), context.getJobID().toString());
    }

    /** Also done when the job's master starts anew. */
    @Override
    public void setupJob(JobContext context) throws IOException {
        of(context).setupJob();
    }

    @Override
    public void setupTask(TaskAttemptContext context) {}

    @Override
    public boolean needsTaskCommit(TaskAttemptContext context) throws IOException {
        return of(context).needsTaskCommit(context.getTaskAttemptID().toString());
    }

    @Override
    public void commitTask(TaskAttemptContext context) throws IOException {
        of(context)
                .commitTask(
                        context.getTaskAttemptID().toString(),
                        context.getTaskAttemptID().getTaskID().toString());
    }

    @Override
    public void abortTask(TaskAttemptContext context) throws IOException {
        of(context).abortTask(context.getTaskAttemptID().toString());
    }

    @Override
    public void commitJob(JobContext context) throws IOException {
        commitJob(context, new ReadIterations());
    }

    /** The same, with the iterations that the job has read: they are committed once all records are put. */
    void commitJob(JobContext context, ReadIterations iterations) throws IOException {
        of(context).endJob(iterations);
    }

    @Override
    public void abortJob(JobContext context, int state) throws IOException {
        of(context).abortJob();
    }

    /** A journal says what is in the stream already. */
    @Override
    public boolean isCommitJobRepeatable(JobContext context) {
        return true;
    }

    /** Unless what tasks have committed is gone. Asked by a master that goes on with the job of another one. */
    @Override
    public boolean isRecoverySupported(JobContext context) throws IOException {
        return of(context).takeOver();
    }

    /** What a task has committed stays where it is when the job's master starts anew. */
    @Override
    public void recoverTask(TaskAttemptContext context) {}
}
