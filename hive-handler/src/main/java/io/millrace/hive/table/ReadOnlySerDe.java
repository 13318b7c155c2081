package io.millrace.hive.table;

import org.apache.hadoop.hive.serde2.SerDeException;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspector;
import org.apache.hadoop.io.Writable;

/** A SerDe of tables that can only be read, for one kind of writable. */
public abstract class ReadOnlySerDe<W extends Writable> extends TableSerDe {
    private final Class<W> kind;
    private final String refusal;

    /** @param refusal what whoever writes is told */
    protected ReadOnlySerDe(Class<W> kind, String refusal) {
        this.kind = kind;
        this.refusal = refusal;
    }

    /** The row of a writable. */
    protected abstract Object row(W writable) throws SerDeException;

    @Override
    public final Object deserialize(Writable blob) throws SerDeException {
        if (!kind.isInstance(blob)) {
            throw new SerDeException("a " + kind.getSimpleName() + " was expected, but there is a "
                    + blob.getClass().getName() + ": is the table's input format overridden?");
        }
        return row(kind.cast(blob));
    }

    @Override
    public Class<? extends Writable> getSerializedClass() {
        return kind;
    }

    /**
     * Refused.
     *
     * @throws SerDeException always
     */
    @Override
    public Writable serialize(Object row, ObjectInspector rowInspector) throws SerDeException {
        throw new SerDeException(refusal);
    }
}
