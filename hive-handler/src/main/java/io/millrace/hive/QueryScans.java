package io.millrace.hive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.QueryPlan;
import org.apache.hadoop.hive.ql.exec.Operator;
import org.apache.hadoop.hive.ql.exec.TableScanOperator;
import org.apache.hadoop.hive.ql.metadata.Table;

/**
 * The scans of streams in a compiled query, by table: what is asked of the rows of each. As {@link PlanOperators} may miss one,
 * a plan made for these alone says for which conditions it was made. For one thread.
 */
final class QueryScans {
    private final Map<String, List<ScanCondition>> conditions = new HashMap<>();

    private QueryScans() {}

    /** Looks through a query that has not begun to run. */
    static QueryScans of(QueryPlan plan, Configuration query) {
        QueryScans scans = new QueryScans();
        PlanOperators.of(plan).forEach(operator -> scans.add(operator, query));
        return scans;
    }

    /** The conditions of all scans of a table that were found; without any, whatever there may be. */
    List<ScanCondition> of(QueryTable table) {
        return conditions.getOrDefault(table.digest(), List.of(ScanCondition.NONE));
    }

    private void add(Operator<?> operator, Configuration query) {
        Table table =
                operator instanceof TableScanOperator scan ? scan.getConf().getTableMetadata() : null;
        if (table != null && table.getStorageHandler() instanceof KinesisStorageHandler) {
            conditions
                    .computeIfAbsent(QueryTable.of(table.getMetadata(), query).digest(), digest -> new ArrayList<>())
                    .add(ScanCondition.of(((TableScanOperator) operator).getConf()));
        }
    }
}
