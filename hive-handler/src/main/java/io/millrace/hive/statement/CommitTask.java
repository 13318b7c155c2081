package io.millrace.hive.statement;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.hive.table.QueryTable;
import io.millrace.split.ReadIterations;
import java.util.Map;
import java.util.Properties;

/** Commits the iterations that a query has read, or sees that they can be where {@link TransactionHook} does so later. */
public final class CommitTask extends LastTask {
    private static final long serialVersionUID = 1L;

    private final transient Map<QueryTable, Properties> tables;
    private final boolean later;

    /**
     * @param tables the query's tables of streams, each with its properties
     * @param later whether the hook commits
     */
    public CommitTask(Map<QueryTable, Properties> tables, boolean later) {
        this.tables = tables;
        this.later = later;
    }

    @Override
    public int execute() {
        try {
            ReadIterations read = QueryStreams.read(tables, conf);
            if (later) {
                read.check();
            } else {
                read.commit();
            }
            return 0;
        } catch (IllegalArgumentException | CheckpointException e) {
            return failed(
                    later
                            ? "the statement's transaction is given up, because its iteration can't be committed"
                            : reason(e),
                    e);
        }
    }

    /** What it means that a query's iteration was not committed. */
    static String reason(Exception failure) {
        return failure instanceof CheckpointException.CommittedByAnother
                ? "the query ran, but its iteration was not its own: what both runs have added somewhere is there twice"
                : "the query ran, but its iteration was not committed, so that next reads it again";
    }

    @Override
    public String getName() {
        return "COMMIT ITERATION";
    }
}
