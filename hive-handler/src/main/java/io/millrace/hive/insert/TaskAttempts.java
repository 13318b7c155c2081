package io.millrace.hive.insert;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskID;

/**
 * Names for tasks and their attempts under which those who write and those who commit find each other. Tez names them
 * differently to the two: to an output committer, a vertex is part of the job's name and every task is a map; to the
 * operators of Hive it is a setting of its own. Stateless.
 */
final class TaskAttempts {
    private static final String ATTEMPT = "mapreduce.task.attempt.id";
    private static final String MASTER = "mapreduce.job.application.attempt.id";
    private static final String TEZ = "tez_";
    private static final String ENGINE = "hive.execution.engine";
    private static final String VERTEX = "hive.tez.vertex.index";

    private TaskAttempts() {}

    /** The attempt that runs with these settings. */
    static String running(Configuration job) {
        TaskAttemptID id = TaskAttemptID.forName(job.get(ATTEMPT));
        return isTez(job)
                ? attempt(tezTask(id.getTaskID(), id.getJobID().getJtIdentifier() + job.get(VERTEX)), id)
                : id.toString();
    }

    /** The attempt that a committer is asked for. */
    static String committed(Configuration job, TaskAttemptID id) {
        return isTez(job) ? attempt(task(job, id), id) : id.toString();
    }

    /** The task of an attempt that a committer is asked for. */
    static String task(Configuration job, TaskAttemptID id) {
        return isTez(job)
                ? tezTask(id.getTaskID(), id.getJobID().getJtIdentifier())
                : id.getTaskID().toString();
    }

    /**
     * Whether a statement may have another job in the place of one that fails, as with mr when a join's small side turns out to be too
     * large. Tez has one job a statement.
     */
    static boolean isReplaceable(Configuration job) {
        return !isTez(job);
    }

    /** With which the names of a job's attempts begin. */
    static String prefix(JobID id) {
        return id.appendTo(new StringBuilder("attempt")) + "_";
    }

    /** One of a job's masters, each of which begins with the job anew. */
    static String master(Configuration job, JobID id) {
        return id + "-" + job.getInt(MASTER, 0);
    }

    private static boolean isTez(Configuration job) {
        return "tez".equals(job.get(ENGINE));
    }

    private static String attempt(String task, TaskAttemptID id) {
        return task + "_" + id.getId();
    }

    private static String tezTask(TaskID id, String vertex) {
        return TEZ + vertex + "_" + id.getJobID().getId() + "_" + id.getId();
    }
}
