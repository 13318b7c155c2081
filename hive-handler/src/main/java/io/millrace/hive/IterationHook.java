package io.millrace.hive;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.client.StreamException;
import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.hooks.Entity;
import org.apache.hadoop.hive.ql.hooks.ExecuteWithHookContext;
import org.apache.hadoop.hive.ql.hooks.HookContext;
import org.apache.hadoop.hive.ql.hooks.ReadEntity;
import org.apache.hadoop.hive.ql.metadata.HiveException;
import org.apache.hadoop.hive.ql.metadata.Table;
import org.apache.hadoop.hive.ql.plan.HiveOperation;

/**
 * Runs before and after each query: before, all its streams are planned at one moment; after it has ended well, their
 * iterations are committed. A query that fails leaves them planned, so that {@code next} reads them again. Stateless.
 *
 * <p>The storage handler puts it before the queries that need it. After queries it runs only where the setting
 * {@code hive.exec.post.hooks} names it, because Hive loads those hooks before it sees which tables a query has.
 */
public final class IterationHook implements ExecuteWithHookContext {
    private static final String PRE_HOOKS = "hive.exec.pre.hooks";
    private static final String POST_HOOKS = "hive.exec.post.hooks";

    private static final Set<HiveOperation> READING = EnumSet.of(
            HiveOperation.QUERY, HiveOperation.CREATETABLE_AS_SELECT, HiveOperation.CREATE_MATERIALIZED_VIEW);

    /** Has the hook run before the query that is being compiled with these settings. */
    static void register(Configuration query) {
        String name = IterationHook.class.getName();
        if (!query.getTrimmedStringCollection(PRE_HOOKS).contains(name)) {
            String others = query.get(PRE_HOOKS, "");
            query.set(PRE_HOOKS, others.isBlank() ? name : others + "," + name);
        }
    }

    /** Whether iterations are committed after the queries of a session. */
    static boolean commits(Configuration query) {
        return query.getTrimmedStringCollection(POST_HOOKS).contains(IterationHook.class.getName());
    }

    @Override
    public void run(HookContext context) throws HiveException {
        if (context.getQueryPlan().isExplain()
                || !READING.contains(context.getQueryPlan().getOperation())) {
            return;
        }
        try {
            Map<QueryTable, Properties> tables = tables(context);
            switch (context.getHookType()) {
                case PRE_EXEC_HOOK -> QueryStreams.plan(tables, context.getConf());
                case POST_EXEC_HOOK -> {
                    if (ranBefore(context)) {
                        QueryStreams.commit(tables, context.getConf());
                    }
                }
                default -> {
                    // Nothing to undo: an iteration that stays planned is read again.
                }
            }
        } catch (IllegalArgumentException | StreamException | CheckpointException | IOException e) {
            throw new HiveException(e.getMessage(), e);
        }
    }

    /**
     * Without any job, Hive reads the table only while the client fetches the rows, which is after this hook: whether
     * that ends well is not known here, so nothing is committed.
     */
    private static boolean ranBefore(HookContext context) {
        return !context.getQueryPlan().getRootTasks().isEmpty();
    }

    private static Map<QueryTable, Properties> tables(HookContext context) {
        Map<String, QueryTable> seen = new LinkedHashMap<>();
        Map<QueryTable, Properties> tables = new LinkedHashMap<>();
        for (ReadEntity input : context.getInputs()) {
            Table table = input.getType() == Entity.Type.TABLE ? input.getTable() : null;
            if (table != null && table.getStorageHandler() instanceof KinesisStorageHandler) {
                Properties properties = table.getMetadata();
                QueryTable found = QueryTable.of(properties, context.getConf());
                if (seen.putIfAbsent(found.digest(), found) == null) {
                    tables.put(found, properties);
                }
            }
        }
        return tables;
    }
}
