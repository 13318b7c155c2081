package io.millrace.hive;

import io.millrace.publish.StagingArea;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.hooks.Entity;
import org.apache.hadoop.hive.ql.hooks.ExecuteWithHookContext;
import org.apache.hadoop.hive.ql.hooks.HookContext;
import org.apache.hadoop.hive.ql.hooks.WriteEntity;
import org.apache.hadoop.hive.ql.metadata.HiveException;
import org.apache.hadoop.hive.ql.metadata.Table;

/**
 * Runs before each statement that writes streams, and puts a {@link PublishTask} behind its own tasks; it comes before
 * {@link IterationHook}, so that an iteration that the statement reads is committed after the publishing. When a statement
 * fails, it deletes what was staged, unless some of it may be in a stream. Stateless.
 *
 * <p>The storage handler registers it by itself.
 */
public final class PublishHook implements ExecuteWithHookContext {
    private static final String PRE_HOOKS = "hive.exec.pre.hooks";
    private static final String FAILURE_HOOKS = "hive.exec.failure.hooks";

    /** Has the hook run before the statement that is being compiled with these settings, and when it has failed. */
    static void register(Configuration query) {
        for (String key : new String[] {PRE_HOOKS, FAILURE_HOOKS}) {
            String name = PublishHook.class.getName();
            if (!query.getTrimmedStringCollection(key).contains(name)) {
                String others = query.get(key, "");
                query.set(key, others.isBlank() ? name : name + "," + others);
            }
        }
    }

    @Override
    public void run(HookContext context) throws HiveException {
        if (context.getQueryPlan().isExplain()) {
            return;
        }
        try {
            Optional<StagingArea> area = InsertSettings.area(context.getConf());
            if (area.isEmpty()) {
                return;
            }
            if (context.getHookType() == HookContext.HookType.PRE_EXEC_HOOK) {
                Map<QueryTable, Properties> tables = tables(context);
                if (!tables.isEmpty()) {
                    PublishTask.addTo(context.getQueryPlan(), tables, area.get());
                }
            } else if (!area.get().isInPublication()) {
                area.get().delete();
            }
        } catch (IOException e) {
            throw new HiveException(e.getMessage(), e);
        }
    }

    /** The tables of streams that are written; those that are set up alike are published as one. */
    private static Map<QueryTable, Properties> tables(HookContext context) {
        Map<String, QueryTable> seen = new LinkedHashMap<>();
        Map<QueryTable, Properties> tables = new LinkedHashMap<>();
        for (WriteEntity output : context.getOutputs()) {
            Table table = output.getType() == Entity.Type.TABLE ? output.getTable() : null;
            if (table != null && table.getStorageHandler() instanceof KinesisStorageHandler) {
                QueryTable found = QueryTable.of(table.getMetadata(), context.getConf());
                if (seen.putIfAbsent(found.digest(), found) == null) {
                    tables.put(found, table.getMetadata());
                }
            }
        }
        return tables;
    }
}
