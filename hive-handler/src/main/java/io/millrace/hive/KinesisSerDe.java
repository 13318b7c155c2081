package io.millrace.hive;

import io.millrace.config.KinesisOptions;
import io.millrace.hive.insert.RowSerializer;
import io.millrace.hive.serde.UserColumnsInspector;
import io.millrace.hive.serde.UserSerDe;
import io.millrace.hive.table.MetadataColumn;
import io.millrace.hive.table.TableSerDe;
import io.millrace.payload.UnreadablePayloadException;
import io.millrace.read.KinesisRecordWritable;
import java.util.AbstractList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.serde2.SerDeException;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspector;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspectorFactory;
import org.apache.hadoop.hive.serde2.objectinspector.StructObjectInspector;
import org.apache.hadoop.io.Writable;

/**
 * Turns a record into a row: the columns that the user's own SerDe finds in its bytes, then the metadata columns; and a
 * row into a record, by {@link RowSerializer}. Not thread-safe, as SerDes are not.
 */
public class KinesisSerDe extends TableSerDe {
    private UserSerDe user;
    private StructObjectInspector inspector;
    private RowSerializer serializer;

    @Override
    protected void begin(Configuration conf) throws SerDeException {
        user = UserSerDe.of(conf, table());
        // While CREATE TABLE runs, the meta hook has not added the metadata columns yet.
        inspector = MetadataColumn.endThe(columns())
                ? ObjectInspectorFactory.getUnionStructObjectInspector(
                        List.of(new UserColumnsInspector(user.inspector(), comments()), MetadataColumn.inspector()))
                : user.inspector();
    }

    @Override
    public Object deserialize(Writable blob) throws SerDeException {
        if (!(blob instanceof KinesisRecordWritable record)) {
            throw new SerDeException("a record of a stream was expected, but there is a "
                    + blob.getClass().getName() + ": is the table's input format overridden?");
        }
        return new Row(record);
    }

    /**
     * The two parts of a row, each made when it is asked for: {@code SELECT COUNT(*)} asks for neither, and then the user's
     * SerDe never sees the record. Hive tells a SerDe of the columns that a query needs on engine mr only, not on Tez.
     */
    private final class Row extends AbstractList<Object> {
        private static final int PARTS = 2;

        private final KinesisRecordWritable record;
        private final Object[] made = new Object[PARTS];
        private final boolean[] isMade = new boolean[PARTS];

        Row(KinesisRecordWritable record) {
            this.record = record;
        }

        @Override
        public Object get(int part) {
            if (!isMade[part]) {
                made[part] = part == 0 ? userColumns(record) : MetadataColumn.valuesOf(record);
                isMade[part] = true;
            }
            return made[part];
        }

        @Override
        public int size() {
            return PARTS;
        }
    }

    private Object userColumns(KinesisRecordWritable record) {
        if (!record.isReadable()) {
            return null;
        }
        try {
            return user.deserialize(record.getPayload());
        } catch (UnreadablePayloadException e) {
            throw new IllegalStateException(
                    "the record with sequence number " + record.getSequenceNumber() + " (and sub-sequence number "
                            + record.getSubSequenceNumber() + ") in " + record.getShardId() + " of stream " + stream()
                            + " can't be read: " + e.getMessage() + "; SET " + KinesisOptions.BAD_RECORDS
                            + "=null or skip to go on without such records",
                    e);
        }
    }

    private String stream() {
        String arn = table().getProperty(KinesisOptions.STREAM_ARN.key());
        return table().getProperty(KinesisOptions.STREAM_NAME.key(), arn);
    }

    @Override
    public ObjectInspector getObjectInspector() {
        return inspector;
    }

    @Override
    public Class<? extends Writable> getSerializedClass() {
        return KinesisRecordWritable.class;
    }

    /** The row as a record on its way into the stream. */
    @Override
    public Writable serialize(Object row, ObjectInspector rowInspector) throws SerDeException {
        if (serializer == null) {
            serializer = new RowSerializer(user, table());
        }
        return serializer.serialize(row, rowInspector);
    }
}
