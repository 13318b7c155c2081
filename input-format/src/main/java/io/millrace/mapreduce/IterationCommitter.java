package io.millrace.mapreduce;

import io.millrace.split.JobIteration;
import io.millrace.split.ReadIterations;
import java.io.IOException;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;

/**
 * Commits the iteration that a job has read, once the job's own committer has committed the job's output. A job that
 * fails commits nothing.
 */
final class IterationCommitter extends OutputCommitter {
    private final OutputCommitter own;

    IterationCommitter(OutputCommitter own) {
        this.own = own;
    }

    @Override
    public void commitJob(JobContext context) throws IOException {
        ReadIterations read = JobIteration.read(context.getConfiguration());
        if (own instanceof KinesisOutputCommitter publishing) {
            publishing.commitJob(context, read);
        } else {
            read.check();
            own.commitJob(context);
            read.commit();
        }
    }

    @Override
    public void setupJob(JobContext context) throws IOException {
        own.setupJob(context);
    }

    @Override
    public void abortJob(JobContext context, JobStatus.State state) throws IOException {
        own.abortJob(context, state);
    }

    @Override
    public void setupTask(TaskAttemptContext context) throws IOException {
        own.setupTask(context);
    }

    @Override
    public boolean needsTaskCommit(TaskAttemptContext context) throws IOException {
        return own.needsTaskCommit(context);
    }

    @Override
    public void commitTask(TaskAttemptContext context) throws IOException {
        own.commitTask(context);
    }

    @Override
    public void abortTask(TaskAttemptContext context) throws IOException {
        own.abortTask(context);
    }

    @Override
    public boolean isCommitJobRepeatable(JobContext context) throws IOException {
        // That a job commits its iteration twice changes nothing.
        return own.isCommitJobRepeatable(context);
    }

    @Override
    public boolean isRecoverySupported(JobContext context) throws IOException {
        return Recovery.isSupported(own, context);
    }

    @Override
    public void recoverTask(TaskAttemptContext context) throws IOException {
        own.recoverTask(context);
    }
}
