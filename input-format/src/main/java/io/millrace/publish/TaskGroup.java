package io.millrace.publish;

import java.util.Comparator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.MRJobConfig;

/**
 * Tasks that count together, and when they do: as soon as they are committed, or when their job has ended well. A job may have several
 * masters, one after the other, of which each runs a group of the same name. Of these groups one counts: the one whose job has
 * ended, or that of the last master that has {@linkplain StagedTasks#begin begun} it.
 *
 * @param name with the job's
 * @param master counts the job's masters; 0 where there is only one
 */
public record TaskGroup(String name, int master, Counts counts) {
    /** When the tasks of a group count. */
    public enum Counts {
        /** As soon as they are committed, unless a later master runs them again, and maybe other ones in their place. */
        WHEN_COMMITTED,
        /** When their job {@linkplain StagedTasks#end has ended well}: another one may do the same work in the place of one that fails. */
        WHEN_ENDED
    }

    /** Of all tasks that count when they are committed, whichever master has run them. */
    static final TaskGroup AT_ONCE = new TaskGroup("at-once", 0, Counts.WHEN_COMMITTED);

    /** The earlier master first. */
    static final Comparator<TaskGroup> BY_MASTER = Comparator.comparingInt(TaskGroup::master);

    private static final String UNDER_MASTER = ".master-";

    /**
     * Which of a job's masters this is, or has started this task: Hadoop's and Tez's masters set it for their committers, YarnChild
     * for tasks of MapReduce, Tez for the committers in tasks. 0 where there is only one, as without a cluster.
     */
    public static int masterIn(Configuration job) {
        return job.getInt(MRJobConfig.APPLICATION_ATTEMPT_ID, 0);
    }

    /** The name of its folder. */
    String folder() {
        return name + UNDER_MASTER + master;
    }

    /** The name of an attempt that is forgotten when the group is {@linkplain StagedTasks#abort(TaskGroup) aborted}. */
    public String attempt(String id) {
        return folder() + "." + id;
    }

    /** Whether a folder is, or an attempt is of, a group of the same name under this master or an earlier one. */
    boolean covers(String folder) {
        String same = name + UNDER_MASTER;
        return folder.startsWith(same)
                && Integer.parseInt(folder.substring(same.length()).split("\\.", 2)[0]) <= master;
    }

    /** The group that has counted since its tasks were committed, or its job has ended, and has this folder. */
    static TaskGroup counting(String folder) {
        int mark = folder.lastIndexOf(UNDER_MASTER);
        return mark < 0
                ? new TaskGroup(folder, 0, Counts.WHEN_ENDED)
                : new TaskGroup(
                        folder.substring(0, mark),
                        Integer.parseInt(folder.substring(mark + UNDER_MASTER.length())),
                        Counts.WHEN_COMMITTED);
    }
}
