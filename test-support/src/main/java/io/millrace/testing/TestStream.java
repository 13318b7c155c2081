package io.millrace.testing;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.RecordDistributionStrategy;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** A stream of the local stream service, with a name of its own unless one is given. */
public final class TestStream {
    private static final int BATCH = 500;
    private static final int LONGEST_KEY = 100;

    private final KinesisClient kinesis;
    private final String name;

    private TestStream(KinesisClient kinesis, String name) {
        this.kinesis = kinesis;
        this.name = name;
    }

    /** Makes a stream with a new name. */
    public static TestStream create(int shards) {
        return create(newName(), shards);
    }

    /** Makes a stream with this name. */
    public static TestStream create(String name, int shards) {
        return create(LocalServices.get().kinesis(), name, shards);
    }

    /** Makes a stream of another service than the one that all tests share. */
    public static TestStream create(KinesisClient kinesis, String name, int shards) {
        TestStream stream = new TestStream(kinesis, name);
        stream.kinesis.createStream(request -> request.streamName(name).shardCount(shards));
        stream.awaitActive();
        return stream;
    }

    /** Makes a stream on demand, which distributes its records over its shards itself. */
    public static TestStream distributing() {
        TestStream stream = new TestStream(LocalServices.get().kinesis(), newName());
        stream.kinesis.createStream(request -> request.streamName(stream.name)
                .streamModeDetails(mode -> mode.streamMode(StreamMode.ON_DEMAND))
                .recordDistributionStrategy(RecordDistributionStrategy.AUTO));
        stream.awaitActive();
        return stream;
    }

    private static String newName() {
        return "s" + UUID.randomUUID().toString().replace("-", "");
    }

    /** The same stream, by another client. */
    public TestStream through(KinesisClient other) {
        return new TestStream(other, name);
    }

    /** Has the stream keep its records for so many hours from now on. */
    public void keepFor(int hours) {
        if (hours > retention()) {
            kinesis.increaseStreamRetentionPeriod(
                    request -> request.streamName(name).retentionPeriodHours(hours));
        } else {
            kinesis.decreaseStreamRetentionPeriod(
                    request -> request.streamName(name).retentionPeriodHours(hours));
        }
        awaitActive();
    }

    private int retention() {
        return summary().retentionPeriodHours();
    }

    /** Registers a consumer. */
    public String register(String consumer) {
        String arn = arn();
        return kinesis.registerStreamConsumer(request -> request.streamARN(arn).consumerName(consumer))
                .consumer()
                .consumerARN();
    }

    public String arn() {
        return summary().streamARN();
    }

    private StreamDescriptionSummary summary() {
        return kinesis.describeStreamSummary(request -> request.streamName(name))
                .streamDescriptionSummary();
    }

    public String name() {
        return name;
    }

    /** A record that was acknowledged. */
    public record Acknowledged(String shard, BigInteger sequenceNumber, String partitionKey, String data) {}

    /** Puts each line as a record whose partition key is the line, cut where it is long. */
    public List<Acknowledged> put(List<String> lines) {
        List<Acknowledged> acknowledged = new ArrayList<>(lines.size());
        for (int from = 0; from < lines.size(); from += BATCH) {
            acknowledged.addAll(putBatch(lines.subList(from, Math.min(from + BATCH, lines.size()))));
        }
        return acknowledged;
    }

    /** Puts a line without a partition key. */
    public void putWithoutKey(String line) {
        kinesis.putRecord(request -> request.streamName(name).data(SdkBytes.fromUtf8String(line)));
    }

    /** Puts bytes as one record. */
    public void put(String partitionKey, byte[] data) {
        kinesis.putRecord(
                request -> request.streamName(name).partitionKey(partitionKey).data(SdkBytes.fromByteArray(data)));
    }

    private List<Acknowledged> putBatch(List<String> lines) {
        List<PutRecordsRequestEntry> entries = lines.stream()
                .map(line -> PutRecordsRequestEntry.builder()
                        .data(SdkBytes.fromUtf8String(line))
                        .partitionKey(key(line))
                        .build())
                .toList();
        PutRecordsResponse response =
                kinesis.putRecords(request -> request.streamName(name).records(entries));
        if (response.failedRecordCount() != 0) {
            throw new IllegalStateException(response.toString());
        }
        List<Acknowledged> acknowledged = new ArrayList<>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            PutRecordsResultEntry result = response.records().get(i);
            acknowledged.add(new Acknowledged(
                    result.shardId(), new BigInteger(result.sequenceNumber()), key(lines.get(i)), lines.get(i)));
        }
        return acknowledged;
    }

    private static String key(String line) {
        return line.substring(0, Math.min(line.length(), LONGEST_KEY));
    }

    /** All records of the shards that are open, by the API alone: shard after shard, in order. */
    public List<Record> records() {
        List<Record> records = new ArrayList<>();
        for (Shard shard : openShards()) {
            String next = kinesis.getShardIterator(request ->
                            request.streamName(name).shardId(shard.shardId()).shardIteratorType("TRIM_HORIZON"))
                    .shardIterator();
            GetRecordsResponse page;
            do {
                String iterator = next;
                page = kinesis.getRecords(request -> request.shardIterator(iterator));
                records.addAll(page.records());
                next = page.nextShardIterator();
            } while (page.millisBehindLatest() > 0);
        }
        return records;
    }

    /** Their payloads as text. */
    public List<String> payloads() {
        return records().stream().map(record -> record.data().asUtf8String()).toList();
    }

    /** {@code partition key: payload} of each. */
    public List<String> keysAndPayloads() {
        return records().stream()
                .map(record -> record.partitionKey() + ": " + record.data().asUtf8String())
                .toList();
    }

    /** Splits the first open shard and merges the last two. */
    public void reshard() {
        split(0);
        merge(openShards().size() - 2);
    }

    /** Splits an open shard in the middle; the index counts open shards in the order of their hash keys. */
    public void split(int index) {
        Shard shard = openShards().get(index);
        BigInteger low = new BigInteger(shard.hashKeyRange().startingHashKey());
        BigInteger high = new BigInteger(shard.hashKeyRange().endingHashKey());
        kinesis.splitShard(request -> request.streamName(name)
                .shardToSplit(shard.shardId())
                .newStartingHashKey(
                        low.add(high).add(BigInteger.ONE).shiftRight(1).toString()));
        awaitActive();
    }

    /** Merges an open shard with the one after it, in the order of their hash keys. */
    public void merge(int index) {
        List<Shard> open = openShards();
        kinesis.mergeShards(request -> request.streamName(name)
                .shardToMerge(open.get(index).shardId())
                .adjacentShardToMerge(open.get(index + 1).shardId()));
        awaitActive();
    }

    /** Splits and merges until there are so many open shards of about the same size. */
    public void rescale(int shards) {
        kinesis.updateShardCount(
                request -> request.streamName(name).targetShardCount(shards).scalingType(ScalingType.UNIFORM_SCALING));
        awaitActive();
    }

    public boolean exists() {
        return kinesis.listStreams(request -> request.limit(1000)).streamNames().contains(name);
    }

    /** Deletes it and waits until it is gone. */
    public void delete() {
        kinesis.deleteStream(request -> request.streamName(name));
        Awaitility.await().pollDelay(Duration.ZERO).until(() -> {
            try {
                kinesis.describeStreamSummary(request -> request.streamName(name));
                return false;
            } catch (ResourceNotFoundException e) {
                return true;
            }
        });
    }

    /** Deletes it, and makes another one of the same name in a later second. */
    public void makeAnew(int shards) {
        long created = summary().streamCreationTimestamp().getEpochSecond();
        delete();
        Awaitility.await().pollDelay(Duration.ZERO).until(() -> Instant.now().getEpochSecond() > created);
        kinesis.createStream(request -> request.streamName(name).shardCount(shards));
        awaitActive();
    }

    /** The shards that take records, in the order of their hash keys. */
    public List<Shard> openShards() {
        return kinesis.listShards(request -> request.streamName(name)).shards().stream()
                .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
                .sorted(Comparator.comparing(
                        shard -> new BigInteger(shard.hashKeyRange().startingHashKey())))
                .toList();
    }

    private void awaitActive() {
        Awaitility.await().pollDelay(Duration.ZERO).until(() -> summary().streamStatus() == StreamStatus.ACTIVE);
    }
}
