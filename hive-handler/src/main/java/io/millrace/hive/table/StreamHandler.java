package io.millrace.hive.table;

import org.apache.hadoop.hive.ql.metadata.Table;

/** Marks storage handlers of streams: what the hooks and scans of a statement know a stream's table by. */
public interface StreamHandler {
    /**
     * Whether a table shows a stream.
     *
     * @param table null when Hive tells none
     */
    static boolean isOf(Table table) {
        return table != null && table.getStorageHandler() instanceof StreamHandler;
    }
}
