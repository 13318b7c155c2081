package io.millrace.hive.statement;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.hive.table.QueryTable;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.WeakHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.HiveDriverRunHook;
import org.apache.hadoop.hive.ql.HiveDriverRunHookContext;
import org.apache.hadoop.hive.ql.metadata.HiveException;

/**
 * Commits the iterations that a statement has read when Hive has committed the statement's transaction, which it does behind
 * the last task: what a transaction that fails in the end was to change, {@code next} must read again. Knows the statements by
 * their settings, the one thing that Hive tells such a hook of them.
 *
 * <p>The storage handler registers it by itself.
 */
public final class TransactionHook implements HiveDriverRunHook {
    private static final String KEY = "hive.exec.driver.run.hooks";
    /** Set in a statement for which Hive runs this hook: it does not when it looked for hooks before the statement was compiled. */
    private static final String RUNS = "millrace.hive.statement.hook.runs";

    private static final Map<Configuration, Map<QueryTable, Properties>> READ =
            Collections.synchronizedMap(new WeakHashMap<>());

    /** Has the hook run with the statement that is being compiled with these settings. */
    public static void register(Configuration query) {
        StatementHooks.register(KEY, TransactionHook.class, StatementHooks.Place.LAST, query);
    }

    /**
     * Has the iterations committed behind the transaction.
     *
     * @param tables the statement's tables of streams, each with its properties
     * @param written a table that counts only when the transaction is committed, if the statement writes one
     * @return whether that will be done; else it has to be done otherwise
     * @throws IllegalArgumentException when it can't be done, and an iteration that is committed otherwise might be lost
     */
    public static boolean commitsLater(
            Map<QueryTable, Properties> tables, Optional<String> written, Configuration query) {
        if (!query.getBoolean(RUNS, false)) {
            if (written.isPresent()) {
                throw new IllegalArgumentException(
                        "Hive has looked for hooks before it has compiled this statement, and"
                                + " would commit what it changes in " + written.get() + " after the iteration: SET "
                                + KEY + "="
                                + TransactionHook.class.getName());
            }
            return false;
        }
        READ.put(query, tables);
        return true;
    }

    @Override
    public void preDriverRun(HiveDriverRunHookContext context) {
        context.getConf().setBoolean(RUNS, true);
        READ.remove(context.getConf());
    }

    /** Hive runs this of statements only that have ended well. */
    @Override
    public void postDriverRun(HiveDriverRunHookContext context) throws HiveException {
        Configuration query = context.getConf();
        Map<QueryTable, Properties> tables = READ.remove(query);
        if (tables != null) {
            try {
                QueryStreams.read(tables, query).commit();
            } catch (IllegalArgumentException | CheckpointException e) {
                throw new HiveException(CommitTask.reason(e) + ": " + e.getMessage(), e);
            }
        }
    }
}
