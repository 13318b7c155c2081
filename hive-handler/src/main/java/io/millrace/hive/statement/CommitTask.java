package io.millrace.hive.statement;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.hive.table.QueryTable;
import java.util.Map;
import java.util.Properties;

/** Commits the iterations that a query has read. */
public final class CommitTask extends LastTask {
    private static final long serialVersionUID = 1L;

    private final transient Map<QueryTable, Properties> tables;

    /** @param tables the query's tables of streams, each with its properties */
    public CommitTask(Map<QueryTable, Properties> tables) {
        this.tables = tables;
    }

    @Override
    public int execute() {
        try {
            QueryStreams.read(tables, conf).commit();
            return 0;
        } catch (CheckpointException.CommittedByAnother e) {
            return failed(
                    "the query ran, but its iteration was not its own: what both runs have added somewhere is there twice",
                    e);
        } catch (IllegalArgumentException | CheckpointException e) {
            return failed("the query ran, but its iteration was not committed, so that next reads it again", e);
        }
    }

    @Override
    public String getName() {
        return "COMMIT ITERATION";
    }
}
