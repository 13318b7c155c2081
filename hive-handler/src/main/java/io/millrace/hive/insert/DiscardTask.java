package io.millrace.hive.insert;

import io.millrace.hive.statement.LastTask;
import io.millrace.publish.StagingArea;
import java.io.IOException;

/** Throws the staged rows of an INSERT away, which {@code EXPLAIN ANALYZE} has only counted. */
final class DiscardTask extends LastTask {
    private static final long serialVersionUID = 1L;

    private final transient StagingArea area;

    DiscardTask(StagingArea area) {
        this.area = area;
    }

    @Override
    public int execute() {
        try {
            area.delete();
            return 0;
        } catch (IOException e) {
            return failed("the rows were counted, but can't be deleted", e);
        }
    }

    @Override
    public String getName() {
        return "DISCARD RECORDS";
    }
}
