package io.millrace.hive.insert;

import io.millrace.client.Payload;
import io.millrace.hive.serde.UserSerDe;
import io.millrace.hive.table.MetadataColumn;
import io.millrace.hive.table.TableSerDe;
import io.millrace.publish.OutgoingRecords;
import io.millrace.write.RecordLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.hadoop.hive.serde2.SerDeException;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspector;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspectorFactory;
import org.apache.hadoop.hive.serde2.objectinspector.PrimitiveObjectInspector;
import org.apache.hadoop.hive.serde2.objectinspector.StructField;
import org.apache.hadoop.hive.serde2.objectinspector.StructObjectInspector;
import org.apache.hadoop.hive.serde2.objectinspector.primitive.PrimitiveObjectInspectorUtils;
import org.apache.hadoop.io.Writable;

/**
 * Makes a record of a row that is inserted: what the user's SerDe makes of the user's columns is the payload. The
 * partition key is what {@code __partition_key} has, else what the chosen column has, else any one. The other metadata
 * columns are the stream's to give: what is inserted there is ignored. Not thread-safe.
 */
public final class RowSerializer {
    private final UserSerDe user;
    private final List<String> columns;
    private final int own;
    private final Optional<Integer> partitionKey;
    private final Optional<Integer> hashKey;

    private ObjectInspector seen;
    private StructObjectInspector rows;
    private List<? extends StructField> fields;
    private StructObjectInspector ownRows;

    /** @param table the table's properties, as the plan of an INSERT has them */
    public RowSerializer(UserSerDe user, Properties table) {
        this.user = user;
        this.columns = TableSerDe.columns(table);
        this.own = MetadataColumn.endThe(columns) ? columns.size() - MetadataColumn.values().length : columns.size();
        Optional<InsertSettings> settings = InsertSettings.in(table);
        this.partitionKey = settings.flatMap(InsertSettings::partitionKeyColumn);
        this.hashKey = settings.flatMap(InsertSettings::hashKeyColumn);
    }

    public OutgoingRow serialize(Object row, ObjectInspector inspector) throws SerDeException {
        look(inspector);
        List<Object> values = new ArrayList<>(own);
        for (StructField field : fields.subList(0, own)) {
            values.add(rows.getStructFieldData(row, field));
        }
        String key = metadata(row, MetadataColumn.PARTITION_KEY)
                .or(() -> partitionKey.flatMap(index -> text(row, index)))
                .orElseGet(RecordLimits::anyKey);
        Writable payload = user.serialize(values, ownRows);
        try {
            return new OutgoingRow(
                    key, hashKey.flatMap(index -> text(row, index)), Payload.sharing(OutgoingRecords.payload(payload)));
        } catch (IOException e) {
            throw new SerDeException("the table's SerDe makes no payload of a row: " + e.getMessage(), e);
        }
    }

    private Optional<String> metadata(Object row, MetadataColumn column) {
        return own == columns.size() ? Optional.empty() : text(row, own + column.place());
    }

    private Optional<String> text(Object row, int index) {
        StructField field = fields.get(index);
        Object value = rows.getStructFieldData(row, field);
        return Optional.ofNullable(PrimitiveObjectInspectorUtils.getString(
                value, (PrimitiveObjectInspector) field.getFieldObjectInspector()));
    }

    /** Rows of one statement are seen by one inspector, so this does its work once. */
    private void look(ObjectInspector inspector) throws SerDeException {
        if (inspector == seen) {
            return;
        }
        if (!(inspector instanceof StructObjectInspector struct)
                || struct.getAllStructFieldRefs().size() != columns.size()) {
            throw new SerDeException(
                    "a row with the columns " + columns + " was expected, but there is a " + inspector.getTypeName());
        }
        rows = struct;
        fields = struct.getAllStructFieldRefs();
        ownRows = ObjectInspectorFactory.getStandardStructObjectInspector(
                columns.subList(0, own),
                fields.subList(0, own).stream()
                        .map(StructField::getFieldObjectInspector)
                        .toList());
        seen = inspector;
    }
}
