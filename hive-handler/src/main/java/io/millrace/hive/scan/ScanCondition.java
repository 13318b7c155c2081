package io.millrace.hive.scan;

import io.millrace.config.ConnectorConfig;
import io.millrace.filter.RecordFilter;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.exec.SerializationUtilities;
import org.apache.hadoop.hive.ql.plan.ExprNodeDesc;
import org.apache.hadoop.hive.ql.plan.TableScanDesc;
import org.apache.hadoop.io.MD5Hash;

/**
 * What one scan of a table asks of its rows, as Hive pushed it to the scan. Immutable.
 *
 * @param expression Hive's condition; empty: every row is wanted
 */
public record ScanCondition(Optional<ExprNodeDesc> expression) {
    /** Job property that names the table whose splits are made or read. */
    public static final String TABLE = "millrace.hive.table.name";

    /** The condition of a scan that wants every row. */
    public static final ScanCondition NONE = new ScanCondition(Optional.empty());

    /**
     * The condition of a scan in a compiled query. Hive leaves those there too of which nothing was pushed; they have no
     * owner, and {@link #in} will not see them.
     */
    public static ScanCondition of(TableScanDesc scan) {
        return scan.getFilterObject() == null ? NONE : new ScanCondition(Optional.ofNullable(scan.getFilterExpr()));
    }

    /**
     * The condition of the scan whose splits are made with this job. Hive leaves the condition of another table there when
     * several scans share one map task, so it only counts when it is marked with the name of this table.
     */
    static ScanCondition in(Configuration job) {
        String text = job.get(TableScanDesc.FILTER_EXPR_CONF_STR);
        String owner = job.get(TableScanDesc.FILTER_OBJECT_CONF_STR);
        boolean ours = text != null
                && owner != null
                && SerializationUtilities.deserializeObject(owner, String.class).equals(job.get(TABLE));
        return new ScanCondition(
                ours ? Optional.of(SerializationUtilities.deserializeExpression(text)) : Optional.empty());
    }

    /** What it says of where records lie. */
    public RecordFilter filter(ConnectorConfig config) {
        PredicateTranslator translator = new PredicateTranslator(config.pushesPartitionKeys());
        return expression.map(translator::translate).orElse(RecordFilter.any());
    }

    /** The same for the same condition. */
    String digest() {
        return MD5Hash.digest(expression.map(ExprNodeDesc::getExprString).orElse(""))
                .toString();
    }
}
