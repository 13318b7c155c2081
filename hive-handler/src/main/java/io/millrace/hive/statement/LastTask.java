package io.millrace.hive.statement;

import io.millrace.hive.table.ListGetters;
import java.io.Serializable;
import org.apache.hadoop.hive.ql.DriverContext;
import org.apache.hadoop.hive.ql.QueryPlan;
import org.apache.hadoop.hive.ql.exec.Task;
import org.apache.hadoop.hive.ql.exec.TaskFactory;
import org.apache.hadoop.hive.ql.metadata.HiveException;
import org.apache.hadoop.hive.ql.plan.api.StageType;

/**
 * A task that ends a statement once all its other tasks have ended well, their results moved to their place included. It
 * runs in the JVM that drives the statement and never travels. When it fails, the statement fails.
 */
public abstract class LastTask extends Task<LastTask.Work> {
    private static final long serialVersionUID = 1L;

    /** Nothing: what a task of Hive is made for, which Hive wants to be there. */
    static final class Work implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** Puts this behind all tasks of a statement that has at least one and has not begun to run. */
    public final void putBehind(QueryPlan plan) {
        setId("Stage-" + TaskFactory.getAndIncrementId());
        setWork(new Work());
        Task.findLeafs(ListGetters.rootTasks(plan)).forEach(task -> task.addDependentTask(this));
    }

    /** The exit code of a failure. Hive shows the message of this one exception to the user, and nothing else of it. */
    protected final int failed(String what, Exception cause) {
        setException(new HiveException(what + ": " + cause.getMessage(), cause));
        return 1;
    }

    /** Hive 4 runs a task by this. It is declared here as Hive 3 does not have it. */
    @Override
    public abstract int execute();

    /** Hive 3 runs a task by this, which Hive 4 does not know. */
    public final int execute(DriverContext ignored) {
        return execute();
    }

    /** Behind all others, by itself. */
    @Override
    public final boolean canExecuteInParallel() {
        return false;
    }

    @Override
    public final StageType getType() {
        return StageType.FUNC;
    }
}
