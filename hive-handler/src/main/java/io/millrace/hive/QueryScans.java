package io.millrace.hive;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.QueryPlan;
import org.apache.hadoop.hive.ql.exec.ConditionalTask;
import org.apache.hadoop.hive.ql.exec.Operator;
import org.apache.hadoop.hive.ql.exec.TableScanOperator;
import org.apache.hadoop.hive.ql.exec.Task;
import org.apache.hadoop.hive.ql.metadata.Table;
import org.apache.hadoop.hive.ql.plan.BaseWork;
import org.apache.hadoop.hive.ql.plan.FetchWork;
import org.apache.hadoop.hive.ql.plan.MapredLocalWork;
import org.apache.hadoop.hive.ql.plan.MapredWork;
import org.apache.hadoop.hive.ql.plan.TezWork;

/**
 * The scans of streams in a compiled query, by table: what is asked of the rows of each. It may miss a scan of a kind of
 * task that it does not know, so a plan made for these alone says for which conditions it was made. For one thread.
 */
final class QueryScans {
    private final Configuration query;
    private final Map<String, List<ScanCondition>> conditions = new HashMap<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private QueryScans(Configuration query) {
        this.query = query;
    }

    /** Looks through a query that has not begun to run. */
    static QueryScans of(QueryPlan plan, Configuration query) {
        QueryScans scans = new QueryScans(query);
        scans.addTasks(ListGetters.rootTasks(plan));
        if (plan.getFetchTask() != null) {
            scans.addWork(plan.getFetchTask().getWork());
        }
        return scans;
    }

    /** The conditions of all scans of a table that were found; without any, whatever there may be. */
    List<ScanCondition> of(QueryTable table) {
        return conditions.getOrDefault(table.digest(), List.of(ScanCondition.NONE));
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
        Table table =
                operator instanceof TableScanOperator scan ? scan.getConf().getTableMetadata() : null;
        if (table != null && table.getStorageHandler() instanceof KinesisStorageHandler && seen.add(operator)) {
            conditions
                    .computeIfAbsent(QueryTable.of(table.getMetadata(), query).digest(), digest -> new ArrayList<>())
                    .add(ScanCondition.of(((TableScanOperator) operator).getConf()));
        }
    }
}
