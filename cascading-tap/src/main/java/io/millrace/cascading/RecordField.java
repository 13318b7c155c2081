package io.millrace.cascading;

import io.millrace.read.KinesisRecordWritable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The fields that tell where a record comes from; they have the names that they have in Pig. */
enum RecordField {
    PARTITION_KEY,
    SHARD_ID,
    SEQUENCE_NUMBER,
    SUB_SEQUENCE_NUMBER,
    TIMESTAMP;

    static final String PREFIX = "kinesis_";

    /** As {@code kinesis_partition_key}. */
    String field() {
        return PREFIX + name().toLowerCase(java.util.Locale.ROOT);
    }

    static Optional<RecordField> named(String field) {
        return Arrays.stream(values()).filter(one -> one.field().equals(field)).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(RecordField::field).toList();
    }

    /** Strings and longs. */
    Object value(KinesisRecordWritable record) {
        return switch (this) {
            case PARTITION_KEY -> record.getPartitionKey();
            case SHARD_ID -> record.getShardId();
            case SEQUENCE_NUMBER -> record.getSequenceNumber();
            case SUB_SEQUENCE_NUMBER -> record.getSubSequenceNumber();
            case TIMESTAMP -> record.getApproximateArrivalTimestamp();
        };
    }
}
