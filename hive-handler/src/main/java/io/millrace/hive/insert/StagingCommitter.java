package io.millrace.hive.insert;

import io.millrace.publish.StagingArea;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.JobContext;
import org.apache.hadoop.mapred.OutputCommitter;
import org.apache.hadoop.mapred.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;

/**
 * Commits what one attempt of each task has staged, and what the tasks of a job (on Tez, of a vertex) that has ended well have
 * committed: with mr, Hive may run another job in the place of one that fails, and a master that comes after one that was lost
 * runs all tasks again, on Tez maybe with other splits. {@link PublishTask} comes after all jobs of a statement. Stateless.
 */
public final class StagingCommitter extends OutputCommitter {
    private static StagingArea area(TaskAttemptContext context) throws IOException {
        return StatementArea.ofTask(context.getConfiguration());
    }

    private static String attempt(TaskAttemptContext context) {
        return TaskAttempts.committed(context.getConfiguration(), context.getTaskAttemptID());
    }

    @Override
    public void setupJob(JobContext context) {}

    @Override
    public void setupTask(TaskAttemptContext context) {}

    @Override
    public boolean needsTaskCommit(TaskAttemptContext context) throws IOException {
        return area(context).tasks().hasWritten(attempt(context));
    }

    @Override
    public void commitTask(TaskAttemptContext context) throws IOException {
        Configuration conf = context.getConfiguration();
        TaskAttemptID id = context.getTaskAttemptID();
        area(context).tasks().commitWithin(TaskAttempts.run(conf, id), attempt(context), TaskAttempts.task(conf, id));
    }

    @Override
    public void commitJob(JobContext context) throws IOException {
        Configuration conf = context.getConfiguration();
        Optional<StagingArea> area = StatementArea.ofRun(conf);
        if (area.isPresent()) {
            area.get()
                    .tasks()
                    .endJob(TaskAttempts.run(conf, context.getJobID()), TaskAttempts.job(conf, context.getJobID()));
        }
    }

    @Override
    public void abortTask(TaskAttemptContext context) throws IOException {
        area(context).tasks().abort(attempt(context));
    }

    /**
     * Does nothing to a job that has ended well: Hadoop's MRAppMaster (3.4) aborts every job when its process exits. On Tez nothing is
     * left to be replaced by another job.
     */
    @Override
    public void abortJob(JobContext context, int status) throws IOException {
        Configuration conf = context.getConfiguration();
        Optional<StagingArea> area = TaskAttempts.isReplaceable(conf) ? StatementArea.ofRun(conf) : Optional.empty();
        if (area.isPresent()) {
            area.get()
                    .tasks()
                    .abortJob(TaskAttempts.run(conf, context.getJobID()), TaskAttempts.prefix(context.getJobID()));
        }
    }
}
