package io.millrace.service.action;

import io.millrace.service.stream.StreamSettings;
import io.millrace.service.wire.Member;
import io.millrace.service.wire.Shape;

/** Members that several operations take, with the constraints of the API model (2013-12-02). */
final class Members {
    static final String STREAM_NAME = "StreamName";
    static final String STREAM_ARN = "StreamARN";
    static final String RESOURCE_ARN = "ResourceARN";
    static final String MODE_DETAILS = "StreamModeDetails";
    static final String MODE = "StreamMode";
    static final String MAX_RECORD_KIB = "MaxRecordSizeInKiB";
    static final String WARM_THROUGHPUT = "WarmThroughputMiBps";
    static final String RECORD_DISTRIBUTION = "RecordDistributionStrategy";
    static final String NEXT_TOKEN = "NextToken";
    static final String LIMIT = "Limit";
    static final String SHARD_COUNT = "ShardCount";
    static final String SHARD_ID = "ShardId";
    static final String RETENTION_HOURS = "RetentionPeriodHours";
    static final String DATA = "Data";
    static final String PARTITION_KEY = "PartitionKey";
    static final String EXPLICIT_HASH_KEY = "ExplicitHashKey";

    private static final String NAME_PATTERN = "[a-zA-Z0-9_.-]+";
    private static final int NAME_LENGTH = 128;
    private static final int MOST_LISTED = 10_000;
    private static final int MOST_RECORD_BYTES = 10 << 20;

    private Members() {}

    static Member streamName() {
        return name(STREAM_NAME);
    }

    static Member streamArn() {
        return Member.text(STREAM_ARN).length(1, 2048).pattern("arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+");
    }

    static Member resourceArn() {
        return Member.text(RESOURCE_ARN)
                .length(1, 2048)
                .pattern("arn:aws.*:kinesis:.*:\\d{12}:.*(stream|channel)/\\S+");
    }

    static Member modeDetails() {
        return Member.object(
                MODE_DETAILS,
                Shape.of(Member.text(MODE).needed().oneOf(StreamSettings.PROVISIONED, StreamSettings.ON_DEMAND)));
    }

    static Member maxRecordKib() {
        return Member.number(MAX_RECORD_KIB).range(1024, 10_240);
    }

    static Member recordDistribution() {
        return Member.text(RECORD_DISTRIBUTION).oneOf(StreamSettings.BY_ITSELF, StreamSettings.BY_PARTITION_KEY);
    }

    static Member warmThroughput() {
        return Member.number(WARM_THROUGHPUT).atLeast(0);
    }

    /** A member with the constraints that names of streams and shards have. */
    static Member name(String member) {
        return Member.text(member).pattern(NAME_PATTERN).length(1, NAME_LENGTH);
    }

    /** A member that says how many things a page may have. */
    static Member pageSize(String member) {
        return Member.number(member).range(1, MOST_LISTED);
    }

    static Member nextToken() {
        return Member.text(NEXT_TOKEN).length(1, 1 << 20);
    }

    static Member hashKey(String member) {
        return Member.text(member).pattern("0|([1-9]\\d{0,38})");
    }

    static Member sequenceNumber(String member) {
        return Member.text(member).pattern("0|([1-9]\\d{0,128})");
    }

    static Member data() {
        return Member.blob(DATA).length(0, MOST_RECORD_BYTES).needed();
    }

    /** Who routes records demands it where the stream does. */
    static Member partitionKey() {
        return Member.text(PARTITION_KEY).length(1, 256);
    }
}
