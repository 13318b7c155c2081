package io.millrace.hive;

import io.millrace.checkpoint.CheckpointException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.hadoop.hive.ql.QueryPlan;
import org.apache.hadoop.hive.ql.exec.Task;
import org.apache.hadoop.hive.ql.exec.TaskFactory;
import org.apache.hadoop.hive.ql.metadata.HiveException;
import org.apache.hadoop.hive.ql.plan.api.StageType;

/**
 * The last task of a query that reads iterations: commits them once all other tasks have ended well, results moved to
 * their place included. When it fails, the query fails. It runs in the JVM that drives the query and never travels.
 */
final class CommitTask extends Task<CommitTask.Work> {
    private static final long serialVersionUID = 1L;

    private final transient Map<QueryTable, Properties> tables;

    private CommitTask(Map<QueryTable, Properties> tables) {
        this.tables = tables;
    }

    /** Nothing: what a task of Hive is made for, which Hive wants to be there. */
    static final class Work implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Puts a commit behind the last tasks of a query that has not begun to run.
     *
     * @param plan has at least one task
     * @param tables the query's tables of streams, each with its properties
     */
    static void addTo(QueryPlan plan, Map<QueryTable, Properties> tables) {
        CommitTask commit = new CommitTask(tables);
        commit.setId("Stage-" + TaskFactory.getAndIncrementId());
        commit.setWork(new Work());
        List<Task<?>> last = Task.findLeafs(plan.getRootTasks());
        last.forEach(task -> task.addDependentTask(commit));
    }

    @Override
    public int execute() {
        try {
            QueryStreams.commit(tables, getConf());
            return 0;
        } catch (IllegalArgumentException | CheckpointException e) {
            // Hive shows the message of this exception to the user, and nothing else of it.
            setException(new HiveException(
                    "the query ran, but its iteration was not committed, so that next reads it again: "
                            + e.getMessage(),
                    e));
            return 1;
        }
    }

    /** Last of all, by itself. */
    @Override
    public boolean canExecuteInParallel() {
        return false;
    }

    @Override
    public StageType getType() {
        return StageType.FUNC;
    }

    @Override
    public String getName() {
        return "COMMIT ITERATION";
    }
}
