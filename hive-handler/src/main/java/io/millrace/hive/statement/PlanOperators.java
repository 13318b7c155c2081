package io.millrace.hive.statement;

import io.millrace.hive.table.ListGetters;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.hive.ql.QueryPlan;
import org.apache.hadoop.hive.ql.exec.ConditionalTask;
import org.apache.hadoop.hive.ql.exec.Operator;
import org.apache.hadoop.hive.ql.exec.Task;
import org.apache.hadoop.hive.ql.plan.AbstractOperatorDesc;
import org.apache.hadoop.hive.ql.plan.BaseWork;
import org.apache.hadoop.hive.ql.plan.FetchWork;
import org.apache.hadoop.hive.ql.plan.MapWork;
import org.apache.hadoop.hive.ql.plan.MapredLocalWork;
import org.apache.hadoop.hive.ql.plan.MapredWork;
import org.apache.hadoop.hive.ql.plan.TezWork;

/**
 * The operators with which the parts of a compiled statement begin, scans above all, on any engine. It may miss those of a
 * kind of task that it does not know. For one thread.
 */
public final class PlanOperators {
    private final List<Operator<?>> found = new ArrayList<>();
    private final List<MapWork> maps = new ArrayList<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Looks through a statement that has not begun to run. */
    public PlanOperators(QueryPlan plan) {
        addTasks(ListGetters.rootTasks(plan));
        if (plan.getFetchTask() != null) {
            addWork(plan.getFetchTask().getWork());
        }
    }

    /** Each once. */
    List<Operator<?>> all() {
        return Collections.unmodifiableList(found);
    }

    /** The parts of the statement that read tables in tasks. */
    List<MapWork> maps() {
        return Collections.unmodifiableList(maps);
    }

    /**
     * Whether the statement runs for the sake of {@code EXPLAIN ANALYZE}, which wants to know how many rows there are and
     * throws them away. To hooks it looks like the statement itself; that its operators are to leave their numbers somewhere is the
     * one difference.
     */
    public boolean areOnlyCounted() {
        return found.stream()
                .anyMatch(operator -> operator.getConf() instanceof AbstractOperatorDesc conf
                        && conf.getRuntimeStatsTmpDir() != null);
    }

    private void addTasks(Collection<? extends Task<?>> tasks) {
        if (tasks == null) {
            return;
        }
        for (Task<?> task : tasks) {
            if (seen.add(task)) {
                addWork(task.getWork());
                addTasks(task.getChildTasks());
                if (task instanceof ConditionalTask choice) {
                    addTasks(choice.getListTasks());
                }
            }
        }
    }

    private void addWork(Serializable work) {
        if (work instanceof TezWork tez) {
            tez.getAllWork().forEach(this::addWork);
        } else if (work instanceof MapredWork job) {
            addWork(job.getMapWork());
            if (job.getReduceWork() != null) {
                addWork(job.getReduceWork());
            }
        } else if (work instanceof BaseWork part) {
            if (part instanceof MapWork map) {
                maps.add(map);
            }
            part.getAllRootOperators().forEach(this::addOperator);
            if (part.getMapRedLocalWork() != null) {
                addWork(part.getMapRedLocalWork());
            }
        } else if (work instanceof MapredLocalWork local) {
            local.getAliasToWork().values().forEach(this::addOperator);
        } else if (work instanceof FetchWork fetch && fetch.getSource() != null) {
            addOperator(fetch.getSource());
        }
    }

    private void addOperator(Operator<?> operator) {
        if (seen.add(operator)) {
            found.add(operator);
        }
    }
}
