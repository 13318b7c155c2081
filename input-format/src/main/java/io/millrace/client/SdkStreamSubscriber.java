package io.millrace.client;

import io.millrace.checkpoint.ShardId;
import io.millrace.client.StreamReader.IteratorStart;
import io.millrace.config.ConnectorConfig;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;

/**
 * SubscribeToShard by the AWS SDK's asynchronous client, over HTTP/2. The only class that brings in Netty, and it is loaded
 * only when a consumer is named. Thread-safe.
 */
public final class SdkStreamSubscriber implements StreamSubscriber {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** Without news there is an empty event every five seconds, so a longer silence is a broken connection. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private static final Duration END = Duration.ofSeconds(5);

    private final SdkEventLoopGroup threads;
    private final KinesisAsyncClient client;
    private final String consumerArn;
    private final SdkFailures failures;

    private SdkStreamSubscriber(
            SdkEventLoopGroup threads, KinesisAsyncClient client, String consumerArn, SdkFailures failures) {
        this.threads = threads;
        this.client = client;
        this.consumerArn = consumerArn;
        this.failures = failures;
    }

    /** Opens a client for a consumer of the configuration's stream; nothing is called yet. */
    public static SdkStreamSubscriber open(ConnectorConfig config, String consumerArn) {
        // Not the client's own, whose end it would wait for by seconds.
        SdkEventLoopGroup threads = SdkEventLoopGroup.builder()
                .numberOfThreads(1)
                .threadFactory(SdkStreamSubscriber::thread)
                .build();
        KinesisAsyncClient client = AwsSettings.applyWithoutRetries(
                        KinesisAsyncClient.builder(), config.endpoint(), config.credentials())
                // A subscription lasts for minutes, so that the call as a whole has no time limit.
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .build())
                // What is done on completion never blocks.
                .asyncConfiguration(async ->
                        async.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .protocol(Protocol.HTTP2)
                        .connectionTimeout(CONNECT)
                        .readTimeout(SILENCE)
                        .eventLoopGroup(threads))
                .build();
        return new SdkStreamSubscriber(
                threads, client, consumerArn, SdkFailures.ofReads(config.stream(), config.endpoint()));
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "millrace-subscription");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public Subscription subscribe(ShardId shard, IteratorStart start) {
        SubscribeToShardRequest request = SubscribeToShardRequest.builder()
                .consumerARN(consumerArn)
                .shardId(shard.value())
                .startingPosition(position(start))
                .build();
        SdkSubscription subscription = new SdkSubscription(failures, SILENCE);
        subscription.runs(client.subscribeToShard(request, subscription.handler()));
        return subscription;
    }

    private static StartingPosition position(IteratorStart start) {
        StartingPosition.Builder position = StartingPosition.builder();
        if (start instanceof IteratorStart.At at) {
            position.type(ShardIteratorType.AT_SEQUENCE_NUMBER)
                    .sequenceNumber(at.number().toString());
        } else if (start instanceof IteratorStart.After after) {
            position.type(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                    .sequenceNumber(after.number().toString());
        } else if (start instanceof IteratorStart.AtTime at) {
            position.type(ShardIteratorType.AT_TIMESTAMP).timestamp(at.time());
        } else {
            position.type(ShardIteratorType.TRIM_HORIZON);
        }
        return position.build();
    }

    @Override
    public void close() {
        client.close();
        Future<?> unused = threads.eventLoopGroup().shutdownGracefully(0, END.toSeconds(), TimeUnit.SECONDS);
    }
}
