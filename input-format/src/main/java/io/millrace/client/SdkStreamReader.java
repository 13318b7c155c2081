package io.millrace.client;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.Shard;
import io.millrace.checkpoint.ShardId;
import io.millrace.config.ConnectorConfig;
import io.millrace.config.Endpoint;
import io.millrace.config.StreamReference;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.KinesisClientBuilder;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.RecordDistributionStrategy;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The Kinesis API by the AWS SDK. Thread-safe. */
public final class SdkStreamReader implements StreamReader {
    private final KinesisClient client;
    private final SdkAutoCloseable calls;
    private final StreamReference stream;
    private final RequestedStream requested;
    private final SdkFailures failures;
    private volatile boolean closed;

    /** @param calls ends those that are under way, when it is closed */
    private SdkStreamReader(
            KinesisClient client, SdkAutoCloseable calls, StreamReference stream, SdkFailures failures) {
        this.client = client;
        this.calls = calls;
        this.stream = stream;
        this.requested = RequestedStream.of(stream);
        this.failures = failures;
    }

    /** Opens a client for the stream of a configuration; nothing is called yet. */
    public static SdkStreamReader open(ConnectorConfig config) {
        AbortableHttp http = new AbortableHttp(AwsSettings.http().build());
        KinesisClientBuilder client = AwsSettings.applyWithoutRetries(
                        KinesisClient.builder(), config.endpoint(), config.credentials())
                .httpClient(http);
        return new SdkStreamReader(
                client.overrideConfiguration(client.overrideConfiguration().toBuilder()
                                .addExecutionInterceptor(new RecordsInterceptor())
                                .build())
                        .build(),
                http,
                config.stream(),
                SdkFailures.ofReads(config.stream(), config.endpoint()));
    }

    /**
     * Calls through a client that is there already and that {@link #close} closes; calls under way then may go on.
     *
     * @param endpoint where the client calls, for messages
     */
    public static SdkStreamReader over(KinesisClient client, StreamReference stream, Endpoint endpoint) {
        return new SdkStreamReader(client, () -> {}, stream, SdkFailures.ofReads(stream, endpoint));
    }

    @Override
    public Description describe() {
        StreamDescriptionSummary summary = call(() -> requested.describe(client));
        return new Description(
                RequestedStream.identity(summary),
                Duration.ofHours(summary.retentionPeriodHours()),
                summary.recordDistributionStrategy() != RecordDistributionStrategy.AUTO);
    }

    @Override
    public ShardPage shards(Optional<String> token) {
        ListShardsRequest.Builder request = ListShardsRequest.builder();
        if (token.isPresent()) {
            request.nextToken(token.get());
        } else {
            request.streamName(requested.name()).streamARN(requested.arn());
        }
        ListShardsResponse response = call(() -> client.listShards(request.build()));
        return new ShardPage(
                response.shards().stream().map(SdkStreamReader::shard).toList(),
                Optional.ofNullable(response.nextToken()));
    }

    @Override
    public String iterator(ShardId shard, IteratorStart start) {
        GetShardIteratorRequest.Builder request = GetShardIteratorRequest.builder()
                .streamName(requested.name())
                .streamARN(requested.arn())
                .shardId(shard.value());
        if (start instanceof IteratorStart.At at) {
            request.shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                    .startingSequenceNumber(at.number().toString());
        } else if (start instanceof IteratorStart.After after) {
            request.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                    .startingSequenceNumber(after.number().toString());
        } else if (start instanceof IteratorStart.AtTime at) {
            request.shardIteratorType(ShardIteratorType.AT_TIMESTAMP).timestamp(at.time());
        } else {
            request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
        }
        return call(() -> client.getShardIterator(request.build())).shardIterator();
    }

    @Override
    public RecordPage records(String iterator, int limit) {
        GetRecordsRequest.Builder request =
                GetRecordsRequest.builder().shardIterator(iterator).limit(limit).streamARN(requested.arn());
        RecordsInterceptor.Taken taken = RecordsInterceptor.from(request);
        GetRecordsResponse response = call(() -> client.getRecords(request.build()));
        Optional<String> next = Optional.ofNullable(response.nextShardIterator());
        // Absent only at the end of a closed shard, where nothing is left to be behind of.
        Duration behind = Duration.ofMillis(
                Optional.ofNullable(response.millisBehindLatest()).orElse(0L));
        return taken.records()
                .map(records -> new RecordPage(records, next, behind))
                .orElseGet(() -> leftToTheSdk(response, next, behind));
    }

    /** @throws StreamException.Unavailable without records: such an answer would pass for the end of a closed shard */
    private RecordPage leftToTheSdk(GetRecordsResponse response, Optional<String> next, Duration behind) {
        if (!response.hasRecords()) {
            throw new StreamException.Unavailable(
                    "an answer of GetRecords for stream " + stream + " has no list of records", null);
        }
        SdkRecords records = new SdkRecords(response.records());
        return new RecordPage(records, next, behind, records.volume());
    }

    /** Calls that are under way in other threads fail at once. */
    @Override
    public void close() {
        closed = true;
        calls.close();
        client.close();
    }

    private <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (software.amazon.awssdk.core.exception.SdkException e) {
            if (closed) {
                throw new StreamException.Refused("the reader of stream " + stream + " was closed", e);
            }
            throw failures.translate(e);
        }
    }

    private static Shard shard(software.amazon.awssdk.services.kinesis.model.Shard shard) {
        return new Shard(
                new ShardId(shard.shardId()),
                Optional.ofNullable(shard.parentShardId()).map(ShardId::new),
                Optional.ofNullable(shard.adjacentParentShardId()).map(ShardId::new),
                new BigInteger(shard.hashKeyRange().startingHashKey()),
                new BigInteger(shard.hashKeyRange().endingHashKey()),
                SequenceNumber.of(shard.sequenceNumberRange().startingSequenceNumber()),
                Optional.ofNullable(shard.sequenceNumberRange().endingSequenceNumber())
                        .map(SequenceNumber::of));
    }
}
