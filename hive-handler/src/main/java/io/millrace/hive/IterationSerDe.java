package io.millrace.hive;

import java.util.Map;
import org.apache.hadoop.hive.serde2.AbstractSerDe;
import org.apache.hadoop.hive.serde2.SerDeException;
import org.apache.hadoop.hive.serde2.SerDeStats;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspector;
import org.apache.hadoop.hive.serde2.objectinspector.StructObjectInspector;
import org.apache.hadoop.io.Writable;

/** Hands on rows that are made already; see {@link IterationColumn}. Immutable. */
public class IterationSerDe extends AbstractSerDe {
    private final StructObjectInspector inspector = IterationColumn.inspector();

    @Override
    public Object deserialize(Writable blob) throws SerDeException {
        if (!(blob instanceof IterationRow row)) {
            throw new SerDeException("a row of iterations was expected, but there is a "
                    + blob.getClass().getName() + ": is the table's input format overridden?");
        }
        return row.values();
    }

    @Override
    public ObjectInspector getObjectInspector() {
        return inspector;
    }

    @Override
    public Class<? extends Writable> getSerializedClass() {
        return IterationRow.class;
    }

    /**
     * Refused.
     *
     * @throws SerDeException always
     */
    @Override
    public Writable serialize(Object row, ObjectInspector rowInspector) throws SerDeException {
        throw new SerDeException(IterationStorageHandler.READ_ONLY);
    }

    @Override
    public SerDeStats getSerDeStats() {
        return null;
    }

    @Override
    public boolean shouldStoreFieldsInMetastore(Map<String, String> tableParameters) {
        return true;
    }
}
