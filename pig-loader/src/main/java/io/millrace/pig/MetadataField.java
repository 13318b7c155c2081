package io.millrace.pig;

import io.millrace.read.KinesisRecordWritable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.pig.data.DataType;

/**
 * The fields that tell where a record comes from. A LOAD gets those that its AS names. Their Hive columns have the same
 * names behind two underscores, with which no name may begin in Pig.
 */
enum MetadataField {
    PARTITION_KEY("kinesis_partition_key", DataType.CHARARRAY),
    SHARD_ID("kinesis_shard_id", DataType.CHARARRAY),
    SEQUENCE_NUMBER("kinesis_sequence_number", DataType.CHARARRAY),
    SUB_SEQUENCE_NUMBER("kinesis_sub_sequence_number", DataType.LONG),
    TIMESTAMP("kinesis_timestamp", DataType.LONG);

    /** What no other field's name may begin with: a mistyped one would be read out of the payload, and be null. */
    static final String PREFIX = "kinesis_";

    private final String alias;
    private final byte type;

    MetadataField(String alias, byte type) {
        this.alias = alias;
        this.type = type;
    }

    static Optional<MetadataField> named(String alias) {
        return Arrays.stream(values()).filter(one -> one.alias.equals(alias)).findFirst();
    }

    static List<String> aliases() {
        return Arrays.stream(values()).map(one -> one.alias).toList();
    }

    /** As AS names it. */
    String alias() {
        return alias;
    }

    /** A type of {@link DataType}. */
    byte type() {
        return type;
    }

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
