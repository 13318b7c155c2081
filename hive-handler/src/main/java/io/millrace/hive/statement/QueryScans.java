package io.millrace.hive.statement;

import io.millrace.hive.scan.ScanCondition;
import io.millrace.hive.table.QueryTable;
import io.millrace.hive.table.StreamHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.exec.Operator;
import org.apache.hadoop.hive.ql.exec.TableScanOperator;
import org.apache.hadoop.hive.ql.io.BucketizedHiveInputFormat;
import org.apache.hadoop.hive.ql.io.HiveInputFormat;
import org.apache.hadoop.hive.ql.plan.MapWork;
import org.apache.hadoop.hive.ql.plan.TableScanDesc;

/**
 * The scans of streams in a compiled query, by table: what is asked of the rows of each. As {@link PlanOperators} may miss one,
 * a plan made for these alone says for which conditions it was made. For one thread.
 */
public final class QueryScans {
    private static final String ENGINE = "hive.execution.engine";

    private final Map<String, List<ScanCondition>> conditions = new HashMap<>();

    private QueryScans() {}

    /** Those of a query that has not begun to run. */
    public static QueryScans of(PlanOperators operators, Configuration query) {
        QueryScans scans = new QueryScans();
        operators.all().forEach(operator -> scans.add(operator, query));
        return scans;
    }

    /** The conditions of all scans of a table that were found; without any, whatever there may be. */
    List<ScanCondition> of(QueryTable table) {
        return conditions.getOrDefault(table.digest(), List.of(ScanCondition.NONE));
    }

    private void add(Operator<?> operator, Configuration query) {
        if (readsStream(operator)) {
            TableScanDesc scan = ((TableScanOperator) operator).getConf();
            conditions
                    .computeIfAbsent(
                            QueryTable.of(scan.getTableMetadata().getMetadata(), query)
                                    .digest(),
                            digest -> new ArrayList<>())
                    .add(ScanCondition.of(scan));
        }
    }

    private static boolean readsStream(Operator<?> operator) {
        return operator instanceof TableScanOperator scan
                && StreamHandler.isOf(scan.getConf().getTableMetadata());
    }

    /**
     * Sees that no stream is read by Hive's input format for bucketed tables, which makes its splits of the files of a table.
     * A stream has none, so no row would be read, and an iteration would be committed.
     *
     * @throws IllegalArgumentException when one is
     */
    public static void checkReadRows(PlanOperators operators, Configuration query) {
        String setting = query.get(ENGINE, "").equals("tez") ? "hive.tez.input.format" : "hive.input.format";
        boolean set = BucketizedHiveInputFormat.class.getName().equals(query.get(setting));
        for (MapWork map : operators.maps()) {
            if ((set || map.isUseBucketizedHiveInputFormat())
                    && map.getAllRootOperators().stream().anyMatch(QueryScans::readsStream)) {
                throw new IllegalArgumentException("Hive would read no row of a stream by "
                        + BucketizedHiveInputFormat.class.getSimpleName() + ", which reads files: "
                        + (set
                                ? "SET " + setting + "=" + HiveInputFormat.class.getName()
                                : "SET hive.auto.convert.sortmerge.join=false,"
                                        + " or read the stream in a statement of its own"));
            }
        }
    }
}
