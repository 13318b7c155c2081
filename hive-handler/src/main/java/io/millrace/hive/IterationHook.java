package io.millrace.hive;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.client.StreamException;
import io.millrace.hive.statement.CommitTask;
import io.millrace.hive.statement.PlanOperators;
import io.millrace.hive.statement.QueryScans;
import io.millrace.hive.statement.QueryStreams;
import io.millrace.hive.statement.StatementHooks;
import io.millrace.hive.statement.TransactionHook;
import io.millrace.hive.table.ListGetters;
import io.millrace.hive.table.QueryTable;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.QueryPlan;
import org.apache.hadoop.hive.ql.hooks.ExecuteWithHookContext;
import org.apache.hadoop.hive.ql.hooks.HookContext;
import org.apache.hadoop.hive.ql.metadata.HiveException;
import org.apache.hadoop.hive.ql.plan.HiveOperation;

/**
 * Runs before each query that reads streams: all its streams are planned at one moment, and a {@link CommitTask} is put
 * behind the query's own tasks. A query that fails, is killed or loses its driver never gets there and leaves its
 * iterations planned, so that {@code next} reads them again; so does {@code EXPLAIN ANALYZE}, whose rows nobody gets.
 * Stateless.
 *
 * <p>The storage handler registers it by itself. That it is named in {@code hive.exec.post.hooks} as well, or among the
 * hooks for failures, does no harm: it has nothing to do there.
 */
public final class IterationHook implements ExecuteWithHookContext {
    private static final String EXECUTE = "EXECUTE";

    /** By their names, as Hive 3 does not know all of them. */
    private static final Set<String> READING =
            Set.of("QUERY", "CREATETABLE_AS_SELECT", "CREATE_MATERIALIZED_VIEW", EXECUTE);

    /** Has the hook run before the query that is being compiled with these settings. */
    static void register(Configuration query) {
        StatementHooks.register(StatementHooks.BEFORE, IterationHook.class, StatementHooks.Place.LAST, query);
        TransactionHook.register(query);
    }

    /**
     * Whether a statement may read a table's rows.
     *
     * @param operation what Hive calls it; null for MERGE, UPDATE and DELETE, for which Hive has no name
     */
    static boolean reads(HiveOperation operation) {
        return operation == null || READING.contains(operation.name());
    }

    /** Hive 4.0.1 gives a prepared statement no write id: its rows are in the folder of a write that no reader takes for one. */
    private static void checkRowsWillBeSeen(HiveOperation operation, Optional<String> written) {
        if (operation != null && operation.name().equals(EXECUTE) && written.isPresent()) {
            throw new IllegalArgumentException("Hive loses what EXECUTE writes into a transactional table, such as "
                    + written.get() + ": run the statement that was prepared by itself");
        }
    }

    @Override
    public void run(HookContext context) throws HiveException {
        if (context.getHookType() != HookContext.HookType.PRE_EXEC_HOOK
                || context.getQueryPlan().isExplain()
                || !reads(context.getQueryPlan().getOperation())) {
            return;
        }
        QueryPlan plan = context.getQueryPlan();
        // Without any task, Hive reads the table only while the client fetches the rows, and nobody knows when that
        // ends.
        boolean commits = !ListGetters.rootTasks(plan).isEmpty();
        try {
            PlanOperators operators = new PlanOperators(plan);
            QueryScans.checkReadRows(operators, context.getConf());
            Map<QueryTable, Properties> tables = StatementHooks.streams(context.getInputs(), context.getConf());
            if (QueryStreams.plan(tables, QueryScans.of(operators, context.getConf()), context.getConf(), commits)
                    && commits
                    && !operators.areOnlyCounted()) {
                Optional<String> written = StatementHooks.transactional(context.getOutputs());
                checkRowsWillBeSeen(plan.getOperation(), written);
                boolean later = plan.hasAcidResourcesInQuery()
                        && TransactionHook.commitsLater(tables, written, context.getConf());
                new CommitTask(tables, later).putBehind(plan);
            }
        } catch (IllegalArgumentException | StreamException | CheckpointException | IOException e) {
            throw new HiveException(e.getMessage(), e);
        }
    }
}
