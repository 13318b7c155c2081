package io.millrace.hive.insert;

import io.millrace.checkpoint.StreamIdentity;
import io.millrace.hive.statement.LastTask;
import io.millrace.hive.statement.PlanOperators;
import io.millrace.hive.statement.StatementHooks;
import io.millrace.hive.table.QueryTable;
import io.millrace.publish.FinishPublishing;
import io.millrace.publish.Leftovers;
import io.millrace.publish.StagingArea;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
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
            Optional<StagingArea> area = InsertSettings.area(context.getConf());
            if (area.isEmpty()) {
                return;
            }
            if (context.getHookType() == HookContext.HookType.PRE_EXEC_HOOK) {
                Map<QueryTable, Properties> tables = StatementHooks.streams(context.getOutputs(), context.getConf());
                if (!tables.isEmpty()) {
                    Leftovers.purge(area.get().folder().getParent(), context.getConf(), Instant.now());
                    beginAnew(area.get(), InsertSettings.streams(tables.keySet(), context.getConf()));
                    LastTask last = new PlanOperators(context.getQueryPlan()).areOnlyCounted()
                            ? new DiscardTask(area.get())
                            : new PublishTask(
                                    tables, StatementHooks.streams(context.getInputs(), context.getConf()), area.get());
                    last.putBehind(context.getQueryPlan());
                }
            } else if (!area.get().isInPublication()) {
                area.get().delete();
            }
        } catch (IOException e) {
            throw new HiveException(e.getMessage(), e);
        }
    }

    /**
     * Hive runs a statement again under the same id when an attempt to run it has failed in one of some ways, such as that its
     * Tez session was lost ({@code hive.query.reexecution.strategies}): what that one's tasks have staged must not count as well.
     */
    private static void beginAnew(StagingArea area, Map<String, StreamIdentity> streams) throws IOException {
        if (area.isInPublication()) {
            throw new IOException(
                    "the statement is not run again, because rows of its first run may be in the stream: what"
                            + " was not published yet is kept in " + area.folder() + ", and "
                            + FinishPublishing.class.getName()
                            + " puts the rest");
        }
        area.delete();
        area.begin(streams);
    }
}
