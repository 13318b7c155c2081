package io.millrace.hive.iterations;

import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.SequenceRange;
import io.millrace.checkpoint.ShardPlan;
import io.millrace.checkpoint.StoredIteration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.hive.common.type.Timestamp;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspector;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspectorFactory;
import org.apache.hadoop.hive.serde2.objectinspector.StructObjectInspector;
import org.apache.hadoop.hive.serde2.objectinspector.primitive.PrimitiveObjectInspectorFactory;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoFactory;

/**
 * The columns of a table of iterations, which has a row for each shard of each iteration: their names, types, order and
 * values are said here and nowhere else.
 */
public enum IterationColumn {
    LOGICAL_NAME("logical_name", "string", "who reads"),
    STREAM("stream", "string", "the stream's name"),
    STREAM_ARN("stream_arn", "string", "the stream's ARN"),
    STREAM_CREATED("stream_created", "timestamp", "when the stream was created, UTC"),
    ITERATION("iteration", "bigint", "the iteration's number"),
    STATE("state", "string", "planned or committed"),
    PLANNED_AT("planned_at", "timestamp", "when it was planned, UTC"),
    COMMITTED_AT("committed_at", "timestamp", "when it was committed first, UTC"),
    SHARD_ID("shard_id", "string", "a shard that the stream listed then"),
    FIRST("first_sequence_number", "string", "first record that the iteration reads of the shard; NULL: none"),
    LAST("last_sequence_number", "string", "last record that the iteration reads of the shard; NULL: none"),
    CONSUMED(
            "consumed_sequence_number", "string", "the next iteration starts after it; NULL: at the shard's beginning"),
    FINISHED("finished", "boolean", "whether the shard is closed and nothing is left of it for later iterations");

    private final String column;
    private final String type;
    private final String comment;

    IterationColumn(String column, String type, String comment) {
        this.column = column;
        this.type = type;
        this.comment = comment;
    }

    String column() {
        return column;
    }

    /** As the metastore keeps them. */
    static List<FieldSchema> schema() {
        return Arrays.stream(values())
                .map(one -> new FieldSchema(one.column, one.type, one.comment))
                .toList();
    }

    /** How Hive looks at what {@link #valuesOf} returns. */
    public static StructObjectInspector inspector() {
        List<String> names = new ArrayList<>();
        List<ObjectInspector> fields = new ArrayList<>();
        List<String> comments = new ArrayList<>();
        for (IterationColumn one : values()) {
            names.add(one.column);
            fields.add(PrimitiveObjectInspectorFactory.getPrimitiveJavaObjectInspector(
                    TypeInfoFactory.getPrimitiveTypeInfo(one.type)));
            comments.add(one.comment);
        }
        return ObjectInspectorFactory.getStandardStructObjectInspector(names, fields, comments);
    }

    /** The row of one shard of an iteration. */
    static List<Object> valuesOf(StoredIteration iteration, ShardPlan shard) {
        List<Object> row = new ArrayList<>(values().length);
        for (IterationColumn one : values()) {
            row.add(one.valueOf(iteration, shard));
        }
        return row;
    }

    private Object valueOf(StoredIteration iteration, ShardPlan shard) {
        IterationPlan plan = iteration.plan();
        return switch (this) {
            case LOGICAL_NAME -> plan.key().reader().value();
            case STREAM -> plan.stream().name();
            case STREAM_ARN -> plan.stream().arn();
            case STREAM_CREATED -> timestamp(plan.stream().created());
            case ITERATION -> plan.key().number().value();
            case STATE -> plan.state().name().toLowerCase(Locale.ROOT);
            case PLANNED_AT -> timestamp(plan.plannedAt());
            case COMMITTED_AT ->
                iteration.committedAt().map(IterationColumn::timestamp).orElse(null);
            case SHARD_ID -> shard.shard().value();
            case FIRST ->
                shard.records().map(SequenceRange::first).map(Object::toString).orElse(null);
            case LAST ->
                shard.records().map(SequenceRange::last).map(Object::toString).orElse(null);
            case CONSUMED -> shard.consumed().map(Object::toString).orElse(null);
            case FINISHED -> shard.finished();
        };
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.ofEpochSecond(instant.getEpochSecond(), instant.getNano());
    }
}
