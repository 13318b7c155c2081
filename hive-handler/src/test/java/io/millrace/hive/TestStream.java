package io.millrace.hive;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** A stream of the stream service with a name of its own. */
final class TestStream {
    private static final int BATCH = 500;

    private final KinesisClient kinesis = LocalStack.get().kinesis();
    private final String name = "s" + UUID.randomUUID().toString().replace("-", "");

    private TestStream() {}

    static TestStream create(int shards) {
        TestStream stream = new TestStream();
        stream.kinesis.createStream(request -> request.streamName(stream.name).shardCount(shards));
        stream.awaitActive();
        return stream;
    }

    String name() {
        return name;
    }

    /** Puts each line as a record whose partition key is the line. */
    void put(List<String> lines) {
        for (int from = 0; from < lines.size(); from += BATCH) {
            List<PutRecordsRequestEntry> entries = new ArrayList<>();
            for (String line : lines.subList(from, Math.min(from + BATCH, lines.size()))) {
                entries.add(PutRecordsRequestEntry.builder()
                        .data(SdkBytes.fromString(line, StandardCharsets.UTF_8))
                        .partitionKey(line.substring(0, Math.min(line.length(), 100)))
                        .build());
            }
            PutRecordsResponse response =
                    kinesis.putRecords(request -> request.streamName(name).records(entries));
            if (response.failedRecordCount() != 0) {
                throw new IllegalStateException(response.toString());
            }
        }
    }

    /** Splits the first open shard and merges the last two. */
    void reshard() {
        Shard split = open().get(0);
        BigInteger low = new BigInteger(split.hashKeyRange().startingHashKey());
        BigInteger high = new BigInteger(split.hashKeyRange().endingHashKey());
        kinesis.splitShard(request -> request.streamName(name)
                .shardToSplit(split.shardId())
                .newStartingHashKey(low.add(high).shiftRight(1).toString()));
        awaitActive();
        List<Shard> open = new ArrayList<>(open());
        open.sort(java.util.Comparator.comparing(
                shard -> new BigInteger(shard.hashKeyRange().startingHashKey())));
        kinesis.mergeShards(request -> request.streamName(name)
                .shardToMerge(open.get(open.size() - 2).shardId())
                .adjacentShardToMerge(open.get(open.size() - 1).shardId()));
        awaitActive();
    }

    boolean exists() {
        return kinesis.listStreams(request -> request.limit(1000)).streamNames().contains(name);
    }

    private List<Shard> open() {
        return kinesis.listShards(request -> request.streamName(name)).shards().stream()
                .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
                .toList();
    }

    private void awaitActive() {
        Awaitility.await()
                .until(() -> kinesis.describeStreamSummary(request -> request.streamName(name))
                                .streamDescriptionSummary()
                                .streamStatus()
                        == StreamStatus.ACTIVE);
    }
}
