package io.millrace.service.action;

import io.millrace.service.channel.Compression;
import io.millrace.service.channel.RecordFormat;
import io.millrace.service.wire.Member;
import io.millrace.service.wire.Shape;

/** Members of the operations on channels, with the constraints of the API model. */
final class ChannelMembers {
    static final String ARN = "ChannelARN";
    static final String NAME = "ChannelName";
    static final String ROLE = "ServiceExecutionRoleARN";
    static final String STREAMS = "StreamConfigurationList";
    static final String RECORDS = "RecordConfiguration";
    static final String FORMAT = "RecordFormatType";
    static final String SCHEMA = "GSRSchemaARN";
    static final String TO_BUCKET = "S3DestinationConfiguration";
    static final String TO_TABLE = "S3TablesDestinationConfiguration";
    static final String FRESHNESS = "DataFreshnessInSeconds";
    static final String DEAD_LETTERS = "DeadLetterQueueS3Configuration";
    static final String ERROR_PREFIX = "ErrorOutputPrefix";
    static final String STORAGE = "StorageConfiguration";
    static final String BUCKET = "BucketARN";
    static final String OWNER = "ExpectedBucketOwner";
    static final String TEMPLATE = "OutputKeyTemplate";
    static final String STORAGE_CLASS = "StorageClass";
    static final String COMPRESSION = "CompressionType";
    static final String TABLES = "S3TablesConfigurationList";
    static final String TABLE_BUCKET = "TableBucketARN";
    static final String NAMESPACE = "Namespace";
    static final String TABLE = "TableName";
    static final String PARTITIONS = "PartitionSpec";
    static final String PARTITION_FIELDS = "PartitionFields";
    static final String TRANSFORM = "Transform";
    static final String SOURCE = "SourceName";
    static final String ENCRYPTION = "EncryptionConfiguration";
    static final String LOGGING = "LoggingConfiguration";
    static final String CLOUD_WATCH = "CloudWatchLogs";
    static final String ENABLED = "Enabled";
    static final String LOG_GROUP = "LogGroupName";
    static final String LOG_STREAM = "LogStreamName";
    static final String STREAM_CREATED = "StreamCreationTimestamp";

    private static final int MOST_LISTED = 10_000;
    private static final int ARN_LENGTH = 2048;
    private static final int NAME_LENGTH = 255;

    private ChannelMembers() {}

    static Member arn() {
        return Member.text(ARN)
                .length(1, ARN_LENGTH)
                .pattern("arn:aws.*:kinesis:.*:\\d{12}:channel/\\S+")
                .needed();
    }

    static Member role() {
        return Member.text(ROLE)
                .length(1, 512)
                .pattern("arn:aws[-a-z0-9]*:iam::\\d{12}:role/[a-zA-Z_0-9+=,.@\\-_/]+")
                .needed();
    }

    static Member streams() {
        Shape records = Shape.of(
                Member.text(FORMAT).oneOf(RecordFormat.names()).needed(),
                Member.text(SCHEMA)
                        .length(1, 512)
                        .pattern(
                                "arn:aws[-a-z0-9]*:glue:[-a-z0-9]+:\\d{12}:schema/[-a-zA-Z0-9_$#.]+/[-a-zA-Z0-9_$#.]+"));
        return Member.objects(
                        STREAMS,
                        Shape.of(
                                Members.streamArn().needed(),
                                Member.object(RECORDS, records).needed()))
                .length(1, MOST_LISTED)
                .needed();
    }

    static Member toBucket() {
        Shape storage = Shape.of(
                bucket(),
                owner(),
                Member.text(TEMPLATE).length(1, 1024).pattern("[0-9A-Za-z!\\-_'.*()\\/=:{}]+"),
                Member.text(STORAGE_CLASS).oneOf("STANDARD", "INTELLIGENT_TIERING", "GLACIER_IR"),
                Member.text(COMPRESSION).oneOf(Compression.names()).needed());
        return Member.object(
                TO_BUCKET,
                Shape.of(
                        Member.number(FRESHNESS),
                        deadLetters(),
                        Member.object(STORAGE, storage).needed()));
    }

    static Member toTable() {
        Shape field = Shape.of(
                Member.text(TRANSFORM).oneOf("TIME_HOUR").needed(),
                Member.text(SOURCE)
                        .length(1, NAME_LENGTH)
                        .pattern("[a-zA-Z0-9\\.\\_]+")
                        .needed());
        Shape table = Shape.of(
                Member.text(TABLE_BUCKET)
                        .length(1, ARN_LENGTH)
                        .pattern("arn:aws[-a-z0-9]*:s3tables:[-a-z0-9]+:\\d{12}:bucket/[a-z0-9_-]{3,63}")
                        .needed(),
                tableName(NAMESPACE),
                tableName(TABLE),
                Member.text(COMPRESSION).oneOf("NONE", "ZSTD", "SNAPPY").needed(),
                Member.object(
                        PARTITIONS,
                        Shape.of(Member.objects(PARTITION_FIELDS, field)
                                .length(1, 10)
                                .needed())));
        return Member.object(
                TO_TABLE,
                Shape.of(
                        Member.number(FRESHNESS),
                        deadLetters().needed(),
                        Member.objects(TABLES, table).length(1, MOST_LISTED).needed()));
    }

    /** What UpdateChannel takes of a destination. */
    static Member update(String destination) {
        return Member.object(destination, Shape.of(Member.number(FRESHNESS).needed()));
    }

    static Member encryption() {
        return Member.object(
                ENCRYPTION,
                Shape.of(
                        Member.text(Encryption.TYPE).oneOf("KMS").needed(),
                        Member.text(Encryption.KEY_ID).length(1, ARN_LENGTH).needed()));
    }

    static Member logging() {
        Shape cloudWatch = Shape.of(
                Member.flag(ENABLED).needed(),
                Member.text(LOG_GROUP).length(1, 512).pattern("[\\.\\-_/#A-Za-z0-9]+"),
                Member.text(LOG_STREAM).length(1, 512).pattern("[^:*]*"));
        return Member.object(
                LOGGING, Shape.of(Member.object(CLOUD_WATCH, cloudWatch).needed()));
    }

    private static Member deadLetters() {
        return Member.object(
                DEAD_LETTERS,
                Shape.of(
                        bucket(),
                        owner(),
                        Member.text(ERROR_PREFIX).length(1, 512).pattern("[0-9A-Za-z!\\-_'.*()\\/]+")));
    }

    private static Member bucket() {
        return Member.text(BUCKET)
                .length(1, ARN_LENGTH)
                .pattern("arn:aws[-a-z0-9]*:s3:::[a-z0-9._-]{3,63}")
                .needed();
    }

    private static Member owner() {
        return Member.text(OWNER).length(12, 12).pattern("\\d{12}").needed();
    }

    private static Member tableName(String name) {
        return Member.text(name).length(1, NAME_LENGTH).pattern("[0-9a-z_]+").needed();
    }
}
