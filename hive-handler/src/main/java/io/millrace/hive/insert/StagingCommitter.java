package io.millrace.hive.insert;

import io.millrace.publish.StagingArea;
import io.millrace.publish.TaskGroup;
import io.millrace.publish.TezVertex;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.JobContext;
import org.apache.hadoop.mapred.OutputCommitter;
import org.apache.hadoop.mapred.TaskAttemptContext;

/**
 * Commits what one attempt of each task has staged, and with mr what the tasks of a job that has ended well have committed: Hive
 * may run another job in the place of one that fails, and go on. On Tez, a master that comes after one that was lost takes those
 * vertices for done whose end it knows of, without a word to their committers, and runs all tasks of the others again. {@link PublishTask} comes
 * after all jobs of a statement. Stateless.
 */
public final class StagingCommitter extends OutputCommitter {
    private static StagingArea area(TaskAttemptContext context) throws IOException {
        return StatementArea.ofTask(context.getConfiguration());
    }

    private static String attempt(TaskAttemptContext context) {
        return TaskAttempts.committed(context.getConfiguration(), context.getTaskAttemptID());
    }

    /** On Tez for each vertex that a master runs, and not for one that it takes for done. */
    @Override
    public void setupJob(JobContext context) throws IOException {
        Configuration conf = context.getConfiguration();
        Optional<StagingArea> area = StatementArea.ofRun(conf);
        if (area.isPresent() && TaskAttempts.isTez(conf)) {
            area.get().checkBegun();
            area.get().tasks().begin(TezVertex.ofMaster(context.getJobID(), conf));
        }
    }

    @Override
    public void setupTask(TaskAttemptContext context) {}

    @Override
    public boolean needsTaskCommit(TaskAttemptContext context) throws IOException {
        return area(context).tasks().hasWritten(attempt(context));
    }

    @Override
    public void commitTask(TaskAttemptContext context) throws IOException {
        Configuration conf = context.getConfiguration();
        area(context)
                .tasks()
                .commit(
                        attempt(context),
                        TaskAttempts.task(conf, context.getTaskAttemptID()),
                        TaskAttempts.group(conf, context.getJobID()));
    }

    @Override
    public void commitJob(JobContext context) throws IOException {
        Configuration conf = context.getConfiguration();
        Optional<StagingArea> area = StatementArea.ofRun(conf);
        if (area.isPresent()) {
            area.get().tasks().end(TaskAttempts.group(conf, context.getJobID()));
        }
    }

    @Override
    public void abortTask(TaskAttemptContext context) throws IOException {
        area(context).tasks().abort(attempt(context));
    }

    /**
     * With mr, does nothing to a job that has ended well, or that a later master runs: Hadoop's MRAppMaster (3.4) aborts every job when
     * its process exits, also late.
     */
    @Override
    public void abortJob(JobContext context, int status) throws IOException {
        Configuration conf = context.getConfiguration();
        Optional<StagingArea> area = StatementArea.ofRun(conf);
        if (area.isEmpty() || area.get().isInPublication()) {
            return;
        }
        TaskGroup group = TaskAttempts.group(conf, context.getJobID());
        switch (group.counts()) {
            case WHEN_ENDED -> area.get().tasks().abort(group);
            // All of it, so that nobody publishes what counts already.
            case WHEN_COMMITTED -> area.get().delete();
        }
    }
}
