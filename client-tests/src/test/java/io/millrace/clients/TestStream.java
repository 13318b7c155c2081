package io.millrace.clients;

import static org.awaitility.Awaitility.await;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.CreateStreamRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.RecordDistributionStrategy;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** A stream of the stream service with a name of its own, and what was put into it. For one thread. */
final class TestStream {
    private final KinesisClient kinesis = Servers.get().kinesis();
    private final String name = "s" + UUID.randomUUID().toString().replace("-", "");
    private final Map<String, List<Put>> acknowledged = new TreeMap<>();

    TestStream(int shards) {
        this(request -> request.shardCount(shards));
    }

    private TestStream(Consumer<CreateStreamRequest.Builder> wanted) {
        kinesis.createStream(request -> wanted.accept(request.streamName(name)));
        awaitActive();
    }

    /** A stream on demand, which distributes its records over its shards itself. */
    static TestStream distributing() {
        return new TestStream(request -> request.streamModeDetails(mode -> mode.streamMode(StreamMode.ON_DEMAND))
                .recordDistributionStrategy(RecordDistributionStrategy.AUTO));
    }

    /** An acknowledged record. */
    record Put(String sequenceNumber, String partitionKey, String text) {}

    String name() {
        return name;
    }

    /** Puts records, at most 500, each with a text and a partition key of its own that begin with a prefix. */
    void put(String prefix, int count) {
        List<PutRecordsRequestEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(PutRecordsRequestEntry.builder()
                    .partitionKey(prefix + "-key-" + i)
                    .data(SdkBytes.fromUtf8String(prefix + " " + i))
                    .build());
        }
        PutRecordsResponse response =
                kinesis.putRecords(request -> request.streamName(name).records(entries));
        for (int i = 0; i < count; i++) {
            acknowledged
                    .computeIfAbsent(response.records().get(i).shardId(), any -> new ArrayList<>())
                    .add(new Put(
                            response.records().get(i).sequenceNumber(),
                            entries.get(i).partitionKey(),
                            entries.get(i).data().asUtf8String()));
        }
    }

    /** What was acknowledged, by shard, in the order of the sequence numbers. */
    Map<String, List<Put>> acknowledged() {
        acknowledged
                .values()
                .forEach(list -> list.sort(Comparator.comparing(put -> new BigInteger(put.sequenceNumber()))));
        return acknowledged;
    }

    int count() {
        return acknowledged.values().stream().mapToInt(List::size).sum();
    }

    /** Splits an open shard in the middle. */
    void split(String shardId) {
        Shard shard = shards().stream()
                .filter(each -> each.shardId().equals(shardId))
                .findFirst()
                .orElseThrow();
        BigInteger low = new BigInteger(shard.hashKeyRange().startingHashKey());
        BigInteger high = new BigInteger(shard.hashKeyRange().endingHashKey());
        String middle = low.add(high).add(BigInteger.ONE).shiftRight(1).toString();
        kinesis.splitShard(
                request -> request.streamName(name).shardToSplit(shardId).newStartingHashKey(middle));
        awaitActive();
    }

    void merge(String shardId, String adjacent) {
        kinesis.mergeShards(
                request -> request.streamName(name).shardToMerge(shardId).adjacentShardToMerge(adjacent));
        awaitActive();
    }

    /** All shards, closed ones as well. */
    List<Shard> shards() {
        return kinesis.listShards(request -> request.streamName(name)).shards();
    }

    private void awaitActive() {
        await().until(() -> kinesis.describeStreamSummary(request -> request.streamName(name))
                        .streamDescriptionSummary()
                        .streamStatus()
                == StreamStatus.ACTIVE);
    }
}
