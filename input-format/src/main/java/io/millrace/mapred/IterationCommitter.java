package io.millrace.mapred;

import io.millrace.mapreduce.Recovery;
import io.millrace.split.JobIteration;
import io.millrace.split.ReadIterations;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.FileOutputCommitter;
import org.apache.hadoop.mapred.FileOutputFormat;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.JobContext;
import org.apache.hadoop.mapred.OutputCommitter;
import org.apache.hadoop.mapred.TaskAttemptContext;
import org.apache.hadoop.util.ReflectionUtils;

/**
 * Commits the iteration that a job has read, once the job's own committer has committed the job's output. A job that
 * fails commits nothing. A job whose iteration can't be committed any more, because another run was faster, fails before
 * its output is committed. Setting {@value #OWN} and this class as {@code mapred.output.committer.class} does the same as
 * {@link #wrap}, for jobs without code. Stateless: it makes the job's own committer anew for each call.
 *
 * <p>It is a {@link FileOutputCommitter} only because Hadoop's file output formats ask whether a job's committer is one,
 * and write straight into the output folder when it is not, where that committer finds nothing to commit.
 */
public final class IterationCommitter extends FileOutputCommitter {
    /** Key that names the job's own committer; FileOutputCommitter when it is not set. */
    public static final String OWN = "millrace.output.committer.class";

    private static final String COMMITTER = "mapred.output.committer.class";

    /** Puts itself around the committer that the job has; to be called when that is set. Calling it again changes nothing. */
    public static void wrap(JobConf job) {
        Class<?> own = job.getClass(COMMITTER, FileOutputCommitter.class);
        if (!IterationCommitter.class.equals(own)) {
            job.setClass(OWN, own, OutputCommitter.class);
            job.setOutputCommitter(IterationCommitter.class);
        }
    }

    /** Gives a job a committer of its own, around which the one for iterations stays if the job has that. */
    static void useWithin(JobConf job, Class<? extends OutputCommitter> own) {
        if (IterationCommitter.class.equals(job.getClass(COMMITTER, FileOutputCommitter.class))) {
            job.setClass(OWN, own, OutputCommitter.class);
        } else {
            job.setOutputCommitter(own);
        }
    }

    /** Whether a job has a committer, alone or within the one for iterations. */
    static boolean hasWithin(JobConf job, Class<? extends OutputCommitter> own) {
        Class<?> outer = job.getClass(COMMITTER, FileOutputCommitter.class);
        return own.equals(outer)
                || (IterationCommitter.class.equals(outer) && own.equals(job.getClass(OWN, FileOutputCommitter.class)));
    }

    @Override
    public Path getWorkPath(TaskAttemptContext context, Path output) throws IOException {
        return own(context.getConfiguration()) instanceof FileOutputCommitter files
                ? files.getWorkPath(context, output)
                : output;
    }

    @Override
    public Path getTaskAttemptPath(TaskAttemptContext context) throws IOException {
        return getWorkPath(context, FileOutputFormat.getOutputPath(context.getJobConf()));
    }

    /**
     * Commits the output, then the iteration.
     *
     * @throws io.millrace.checkpoint.CheckpointException when the iteration can't be committed: as a rule before the output is
     *     touched, but after it when that shows only then
     */
    @Override
    public void commitJob(JobContext context) throws IOException {
        ReadIterations read = JobIteration.read(context.getConfiguration());
        OutputCommitter own = own(context.getConfiguration());
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
        own(context.getConfiguration()).setupJob(context);
    }

    @Override
    public void abortJob(JobContext context, int state) throws IOException {
        own(context.getConfiguration()).abortJob(context, state);
    }

    @Override
    public void setupTask(TaskAttemptContext context) throws IOException {
        own(context.getConfiguration()).setupTask(context);
    }

    @Override
    public boolean needsTaskCommit(TaskAttemptContext context) throws IOException {
        return own(context.getConfiguration()).needsTaskCommit(context);
    }

    @Override
    public void commitTask(TaskAttemptContext context) throws IOException {
        own(context.getConfiguration()).commitTask(context);
    }

    @Override
    public void abortTask(TaskAttemptContext context) throws IOException {
        own(context.getConfiguration()).abortTask(context);
    }

    @Override
    public boolean isCommitJobRepeatable(JobContext context) throws IOException {
        // Committing an iteration twice changes nothing.
        return own(context.getConfiguration()).isCommitJobRepeatable(context);
    }

    @Override
    public boolean isRecoverySupported(JobContext context) throws IOException {
        return Recovery.isSupported(own(context.getConfiguration()), context);
    }

    @Override
    public void recoverTask(TaskAttemptContext context) throws IOException {
        own(context.getConfiguration()).recoverTask(context);
    }

    private static OutputCommitter own(Configuration conf) {
        return ReflectionUtils.newInstance(conf.getClass(OWN, FileOutputCommitter.class, OutputCommitter.class), conf);
    }
}
