package io.millrace.hive.table;

import io.millrace.read.KinesisRecordWritable;
import io.millrace.read.RecordField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspector;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspectorFactory;
import org.apache.hadoop.hive.serde2.objectinspector.StructObjectInspector;
import org.apache.hadoop.hive.serde2.objectinspector.primitive.PrimitiveObjectInspectorFactory;

/**
 * The columns that tell where a record comes from, in their order after the user's own columns: their names, types and
 * values are said here and nowhere else.
 */
public enum MetadataColumn {
    PARTITION_KEY(RecordField.PARTITION_KEY, "the record's partition key"),
    SHARD_ID(RecordField.SHARD_ID, "the shard that holds it"),
    SEQUENCE_NUMBER(RecordField.SEQUENCE_NUMBER, "its sequence number: compare as a number, not as text"),
    SUB_SEQUENCE_NUMBER(RecordField.SUB_SEQUENCE_NUMBER, "its place within an aggregated record, from 0 on"),
    TIMESTAMP(RecordField.TIMESTAMP, "approximate arrival time in ms since 1970 UTC");

    private final RecordField field;
    private final String column;
    private final String comment;

    MetadataColumn(RecordField field, String comment) {
        this.field = field;
        this.column = "__" + field.word();
        this.comment = comment;
    }

    /** As the metastore keeps them. */
    public static List<FieldSchema> schema() {
        return Arrays.stream(values())
                .map(one -> new FieldSchema(one.column, one.field.isNumber() ? "bigint" : "string", one.comment))
                .toList();
    }

    /** The one of this name, in whatever case. */
    public static Optional<MetadataColumn> named(String name) {
        return Arrays.stream(values())
                .filter(one -> one.column.equalsIgnoreCase(name))
                .findFirst();
    }

    /** Whether a table's columns end with these, all of them and in this order. */
    public static boolean endThe(List<String> columns) {
        List<String> names = names();
        int from = columns.size() - names.size();
        return from >= 0 && columns.subList(from, columns.size()).equals(names);
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(one -> one.column).toList();
    }

    public RecordField field() {
        return field;
    }

    /** Its place among the metadata columns, from 0 on. */
    public int place() {
        return Arrays.asList(values()).indexOf(this);
    }

    /** How Hive looks at what {@link #valuesOf} returns. */
    public static StructObjectInspector inspector() {
        List<ObjectInspector> fields = new ArrayList<>();
        List<String> comments = new ArrayList<>();
        for (MetadataColumn one : values()) {
            fields.add(
                    one.field.isNumber()
                            ? PrimitiveObjectInspectorFactory.javaLongObjectInspector
                            : PrimitiveObjectInspectorFactory.javaStringObjectInspector);
            comments.add(one.comment);
        }
        return ObjectInspectorFactory.getStandardStructObjectInspector(names(), fields, comments);
    }

    public static List<Object> valuesOf(KinesisRecordWritable record) {
        List<Object> row = new ArrayList<>(values().length);
        for (MetadataColumn one : values()) {
            row.add(one.field.of(record));
        }
        return row;
    }
}
