package io.millrace.hive;

import io.millrace.read.KinesisRecordWritable;
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
enum MetadataColumn {
    PARTITION_KEY("__partition_key", "string", "the record's partition key"),
    SHARD_ID("__shard_id", "string", "the shard that holds it"),
    SEQUENCE_NUMBER("__sequence_number", "string", "its sequence number: compare as a number, not as text"),
    SUB_SEQUENCE_NUMBER("__sub_sequence_number", "bigint", "its place within an aggregated record, from 0 on"),
    TIMESTAMP("__timestamp", "bigint", "approximate arrival time in ms since 1970 UTC");

    private final String column;
    private final String type;
    private final String comment;

    MetadataColumn(String column, String type, String comment) {
        this.column = column;
        this.type = type;
        this.comment = comment;
    }

    /** As the metastore keeps them. */
    static List<FieldSchema> schema() {
        return Arrays.stream(values())
                .map(one -> new FieldSchema(one.column, one.type, one.comment))
                .toList();
    }

    /** The one of this name, in whatever case. */
    static Optional<MetadataColumn> named(String name) {
        return Arrays.stream(values())
                .filter(one -> one.column.equalsIgnoreCase(name))
                .findFirst();
    }

    /** Whether a table's columns end with these, all of them and in this order. */
    static boolean endThe(List<String> columns) {
        List<String> names = names();
        int from = columns.size() - names.size();
        return from >= 0 && columns.subList(from, columns.size()).equals(names);
    }

    static List<String> names() {
        return Arrays.stream(values()).map(one -> one.column).toList();
    }

    /** Its place among the metadata columns, from 0 on. */
    int place() {
        return Arrays.asList(values()).indexOf(this);
    }

    /** How Hive looks at what {@link #valuesOf} returns. */
    static StructObjectInspector inspector() {
        List<ObjectInspector> fields = new ArrayList<>();
        List<String> comments = new ArrayList<>();
        for (MetadataColumn one : values()) {
            fields.add(
                    one.type.equals("bigint")
                            ? PrimitiveObjectInspectorFactory.javaLongObjectInspector
                            : PrimitiveObjectInspectorFactory.javaStringObjectInspector);
            comments.add(one.comment);
        }
        return ObjectInspectorFactory.getStandardStructObjectInspector(names(), fields, comments);
    }

    private Object valueOf(KinesisRecordWritable record) {
        return switch (this) {
            case PARTITION_KEY -> record.getPartitionKey();
            case SHARD_ID -> record.getShardId();
            case SEQUENCE_NUMBER -> record.getSequenceNumber();
            case SUB_SEQUENCE_NUMBER -> record.getSubSequenceNumber();
            case TIMESTAMP -> record.getApproximateArrivalTimestamp();
        };
    }

    static List<Object> valuesOf(KinesisRecordWritable record) {
        List<Object> row = new ArrayList<>(values().length);
        for (MetadataColumn one : values()) {
            row.add(one.valueOf(record));
        }
        return row;
    }
}
