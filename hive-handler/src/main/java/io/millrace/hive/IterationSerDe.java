package io.millrace.hive;

import io.millrace.hive.iterations.IterationColumn;
import io.millrace.hive.iterations.IterationRow;
import io.millrace.hive.table.ReadOnlySerDe;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspector;
import org.apache.hadoop.hive.serde2.objectinspector.StructObjectInspector;

/** Hands on rows that are made already; see {@link IterationColumn}. Immutable. */
public class IterationSerDe extends ReadOnlySerDe<IterationRow> {
    private final StructObjectInspector inspector = IterationColumn.inspector();

    public IterationSerDe() {
        super(IterationRow.class, IterationStorageHandler.READ_ONLY);
    }

    @Override
    protected void begin(Configuration conf) {}

    @Override
    protected Object row(IterationRow row) {
        return row.values();
    }

    @Override
    public ObjectInspector getObjectInspector() {
        return inspector;
    }
}
