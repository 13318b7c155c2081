package io.millrace.hive.insert;

import io.millrace.config.KinesisOptions;
import io.millrace.hive.statement.LastTask;
import io.millrace.hive.statement.PlanOperators;
import io.millrace.hive.statement.StatementHooks;
import io.millrace.hive.table.QueryTable;
import io.millrace.publish.Leftovers;
import io.millrace.publish.StagingArea;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.metastore.api.hive_metastoreConstants;
import org.apache.hadoop.hive.ql.hooks.ExecuteWithHookContext;
import org.apache.hadoop.hive.ql.hooks.HookContext;
import org.apache.hadoop.hive.ql.metadata.HiveException;

/**
 * Runs before each statement that writes streams, and puts a {@link PublishTask} behind its own tasks; it comes before
 * {@code IterationHook}, so that an iteration that the statement reads is committed after the publishing. When a statement
 * fails, it deletes what was staged, unless some of it may be in a stream; and before one begins, what killed ones have
 * left in the same place. Stateless.
 *
 * <p>The storage handler registers it by itself.
 */
public final class PublishHook implements ExecuteWithHookContext {
    /** Has the hook run before the statement that is being compiled with these settings, and when it has failed. */
    public static void register(Configuration query) {
        for (String key : new String[] {StatementHooks.BEFORE, StatementHooks.AFTER_FAILURE}) {
            StatementHooks.register(key, PublishHook.class, StatementHooks.Place.FIRST, query);
        }
    }

    @Override
    public void run(HookContext context) throws HiveException {
        if (context.getQueryPlan().isExplain()) {
            return;
        }
        try {
            if (context.getHookType() == HookContext.HookType.PRE_EXEC_HOOK) {
                begin(context);
            } else {
                Optional<StagingArea> area = StatementArea.ofRun(context.getConf());
                if (area.isPresent() && !area.get().isInPublication()) {
                    area.get().delete();
                }
            }
        } catch (IOException e) {
            throw new HiveException(e.getMessage(), e);
        }
    }

    private static void begin(HookContext context) throws IOException, HiveException {
        Configuration conf = context.getConf();
        Map<QueryTable, Properties> tables = StatementHooks.streams(context.getOutputs(), conf);
        if (tables.isEmpty() || !StatementArea.isNoted(conf)) {
            return;
        }
        checkCanFailAsAWhole(context, tables.values().iterator().next());
        StagingArea area = StatementArea.ofNewRun(conf);
        Leftovers.purge(area.folder().getParent(), conf, Instant.now());
        area.begin(InsertSettings.streams(tables.keySet(), conf));
        LastTask last = new PlanOperators(context.getQueryPlan()).areOnlyCounted()
                ? new DiscardTask(area)
                : new PublishTask(tables, StatementHooks.streams(context.getInputs(), conf), area);
        last.putBehind(context.getQueryPlan());
    }

    /** Hive commits a statement's transaction behind all its tasks: when that fails, no record can be taken back. */
    private static void checkCanFailAsAWhole(HookContext context, Properties stream) throws HiveException {
        Optional<String> other = StatementHooks.transactional(context.getOutputs());
        if (other.isPresent()) {
            throw new HiveException("one statement can't write both " + other.get() + ", which is transactional, and "
                    + stream.getProperty(hive_metastoreConstants.META_TABLE_NAME)
                    + ", a stream: should the transaction fail in the end, the records would be in the stream already."
                    + " Write them by two statements; where they read an iteration, the second one with "
                    + KinesisOptions.ITERATION + " = latest");
        }
    }
}
