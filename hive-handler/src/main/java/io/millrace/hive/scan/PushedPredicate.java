package io.millrace.hive.scan;

import io.millrace.config.ConnectorConfig;
import io.millrace.filter.RecordFilter;
import io.millrace.hive.table.QueryTable;
import java.util.List;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.metastore.api.hive_metastoreConstants;
import org.apache.hadoop.hive.ql.metadata.HiveStoragePredicateHandler.DecomposedPredicate;
import org.apache.hadoop.hive.ql.plan.ExprNodeDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeDescUtils;
import org.apache.hadoop.hive.ql.plan.ExprNodeGenericFuncDesc;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPAnd;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoFactory;

/** Decides which part of a condition goes to the scan of a stream. Stateless. */
public final class PushedPredicate {
    private PushedPredicate() {}

    /**
     * The parts of a conjunction that tell where records are; all of it stays with Hive.
     *
     * @param table the table's properties
     * @return null when nothing of it can be pushed, as Hive wants it
     */
    public static DecomposedPredicate of(ExprNodeDesc predicate, Properties table, Configuration session) {
        ConnectorConfig config = QueryTable.of(table, session).parse(QueryTable.merged(table, session));
        PredicateTranslator translator = new PredicateTranslator(config.pushesPartitionKeys());
        List<ExprNodeDesc> pushed = ExprNodeDescUtils.split(predicate).stream()
                .filter(part -> translator.translate(part) != RecordFilter.any())
                .toList();
        if (pushed.isEmpty()) {
            return null;
        }
        DecomposedPredicate decomposed = new DecomposedPredicate();
        ExprNodeDesc all = pushed.size() == 1
                ? pushed.get(0)
                : new ExprNodeGenericFuncDesc(TypeInfoFactory.booleanTypeInfo, new GenericUDFOPAnd(), "and", pushed);
        decomposed.pushedPredicate = (ExprNodeGenericFuncDesc) all.clone();
        decomposed.pushedPredicateObject = table.getProperty(hive_metastoreConstants.META_TABLE_NAME);
        decomposed.residualPredicate = (ExprNodeGenericFuncDesc) predicate;
        return decomposed;
    }
}
