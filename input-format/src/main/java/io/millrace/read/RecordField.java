package io.millrace.read;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a record tells of where it comes from, beside its payload: the same in every tool, whatever it puts before the names.
 * Pig and Cascading know them as {@link #field fields}, Hive as columns with two underscores before {@link #word}.
 */
public enum RecordField {
    /** None, where a stream that distributes its records itself was given none. */
    PARTITION_KEY(false),
    SHARD_ID(false),
    SEQUENCE_NUMBER(false),
    /** The place within an aggregated record, from 0 on. */
    SUB_SEQUENCE_NUMBER(true),
    /** The approximate arrival time, in milliseconds since 1970 UTC. */
    TIMESTAMP(true);

    /** What no other field's name may begin with: a mistyped one would be taken for a part of the payload. */
    public static final String PREFIX = "kinesis_";

    private final boolean number;

    RecordField(boolean number) {
        this.number = number;
    }

    /** The one whose {@link #field} this is. */
    public static Optional<RecordField> named(String field) {
        return Arrays.stream(values()).filter(one -> one.field().equals(field)).findFirst();
    }

    /** All names, in order. */
    public static List<String> fields() {
        return Arrays.stream(values()).map(RecordField::field).toList();
    }

    /** As {@code partition_key}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As {@code kinesis_partition_key}. */
    public String field() {
        return PREFIX + word();
    }

    /** Whether it is a {@link Long}; the others are strings. */
    public boolean isNumber() {
        return number;
    }

    /** What a record tells; null when it has no such thing. */
    public Object of(KinesisRecordWritable record) {
        return switch (this) {
            case PARTITION_KEY -> record.getPartitionKey().isEmpty() ? null : record.getPartitionKey();
            case SHARD_ID -> record.getShardId();
            case SEQUENCE_NUMBER -> record.getSequenceNumber();
            case SUB_SEQUENCE_NUMBER -> record.getSubSequenceNumber();
            case TIMESTAMP -> record.getApproximateArrivalTimestamp();
        };
    }
}
