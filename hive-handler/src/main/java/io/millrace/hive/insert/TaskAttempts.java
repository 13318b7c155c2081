package io.millrace.hive.insert;

import io.millrace.publish.TaskGroup;
import io.millrace.publish.TezVertex;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.exec.MapredContext;
import org.apache.hadoop.hive.ql.exec.tez.TezContext;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskID;

/**
 * Names for tasks and their attempts under which those who write and those who commit find each other. Tez names them
 * differently to the two: to an output committer, a vertex is part of the job's name and every task is a map; to the
 * operators of Hive it is a setting of its own. Stateless.
 */
final class TaskAttempts {
    private static final String TEZ = "tez_";
    private static final String ENGINE = "hive.execution.engine";
    private static final String VERTEX = "hive.tez.vertex.index";

    private TaskAttempts() {}

    /** The attempt that runs with these settings, in this thread. */
    static String running(Configuration job) {
        return running(job, isTez(job) ? tezMaster() : 0);
    }

    static String running(Configuration job, int master) {
        TaskAttemptID id = TaskAttemptID.forName(job.get(MRJobConfig.TASK_ATTEMPT_ID));
        return isTez(job)
                ? tezAttempt(tezTask(id.getTaskID(), id.getJobID().getJtIdentifier() + job.get(VERTEX)), master, id)
                : mrAttempt(job, id);
    }

    /** Operators have no setting for it. */
    private static int tezMaster() {
        return ((TezContext) MapredContext.get()).getTezProcessorContext().getDAGAttemptNumber();
    }

    /** The attempt that a committer is asked for. */
    static String committed(Configuration job, TaskAttemptID id) {
        return isTez(job) ? tezAttempt(task(job, id), TaskGroup.masterIn(job), id) : mrAttempt(job, id);
    }

    /** The task of an attempt that a committer is asked for. */
    static String task(Configuration job, TaskAttemptID id) {
        return isTez(job)
                ? tezTask(id.getTaskID(), id.getJobID().getJtIdentifier())
                : id.getTaskID().toString();
    }

    /**
     * The tasks that count with those that a committer is asked for. With mr all of a job's when it has ended: Hive may run another job in
     * the place of one that fails, as when a join's small side turns out to be too large. Tez has one job a statement, and the vertex is
     * part of its name.
     */
    static TaskGroup group(Configuration job, JobID id) {
        return isTez(job)
                ? TezVertex.ofTask(id, job)
                : new TaskGroup(id.toString(), TaskGroup.masterIn(job), TaskGroup.Counts.WHEN_ENDED);
    }

    static boolean isTez(Configuration job) {
        return "tez".equals(job.get(ENGINE));
    }

    private static String mrAttempt(Configuration job, TaskAttemptID id) {
        return group(job, id.getJobID()).attempt(id.toString());
    }

    /** Another master counts attempts anew, when the history of the one before was lost with it. */
    private static String tezAttempt(String task, int master, TaskAttemptID id) {
        return task + "_" + master + "_" + id.getId();
    }

    private static String tezTask(TaskID id, String vertex) {
        return TEZ + vertex + "_" + id.getJobID().getId() + "_" + id.getId();
    }
}
