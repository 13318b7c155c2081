package io.millrace.hive.insert;

import io.millrace.publish.StagingArea;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.mapred.JobContext;
import org.apache.hadoop.mapred.OutputCommitter;
import org.apache.hadoop.mapred.TaskAttemptContext;

/**
 * Commits what one attempt of each task has staged. There is nothing to do when a job ends well: a statement may have several,
 * and {@link PublishTask} comes after all of them. Of one that fails, what its tasks have committed is deleted: with mr, Hive
 * may run another job in its place and go on. Stateless.
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
        area(context)
                .tasks()
                .commit(attempt(context), TaskAttempts.task(context.getConfiguration(), context.getTaskAttemptID()));
    }

    @Override
    public void abortTask(TaskAttemptContext context) throws IOException {
        area(context).tasks().abort(attempt(context));
    }

    @Override
    public void abortJob(JobContext context, int status) throws IOException {
        Optional<StagingArea> area = StatementArea.ofRun(context.getConfiguration());
        if (area.isPresent() && !area.get().isInPublication()) {
            for (String prefix : TaskAttempts.prefixes(context.getConfiguration(), context.getJobID())) {
                area.get().tasks().abortJob(prefix);
            }
        }
    }
}
