package io.millrace.benchmark.read;

import io.millrace.benchmark.Lab;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** SubscribeToShard by the AWS SDK, asking for one event after the other and doing nothing else. */
final class SdkSubscribing implements Drained.Way {
    private static final long PATIENCE_SECONDS = 120;

    private final Lab lab;
    private final String consumer;
    private final long records;
    /** Not the client's own, whose end it would wait for by seconds. */
    private final SdkEventLoopGroup threads =
            SdkEventLoopGroup.builder().numberOfThreads(1).build();

    /** @param records how many are in the stream's first shard */
    SdkSubscribing(Lab lab, String consumer, long records) {
        this.lab = lab;
        this.consumer = consumer;
        this.records = records;
    }

    @Override
    public long drain() throws IOException {
        try (KinesisAsyncClient client = lab.signed(KinesisAsyncClient.builder())
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .protocol(Protocol.HTTP2)
                        .eventLoopGroup(threads))
                .build()) {
            Counting counting = new Counting();
            // Its failure comes to the handler.
            Future<?> running = client.subscribeToShard(
                    request -> request.consumerARN(consumer)
                            .shardId(SdkPolling.FIRST_SHARD)
                            .startingPosition(position -> position.type(ShardIteratorType.TRIM_HORIZON)),
                    SubscribeToShardResponseHandler.builder()
                            .onEventStream(publisher -> publisher.subscribe(counting))
                            .onError(counting::onError)
                            .build());
            long read = counting.await();
            running.cancel(true);
            return read;
        } finally {
            Future<?> unused = threads.eventLoopGroup().shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    private final class Counting implements Subscriber<SubscribeToShardEventStream> {
        private final CountDownLatch done = new CountDownLatch(1);
        private final SdkPolling.Sum sum = new SdkPolling.Sum();
        private Subscription events;
        private long read;
        private volatile Throwable failure;

        @Override
        public void onSubscribe(Subscription subscription) {
            events = subscription;
            events.request(1);
        }

        @Override
        public void onNext(SubscribeToShardEventStream event) {
            if (event instanceof SubscribeToShardEvent arrived) {
                arrived.records()
                        .forEach(record ->
                                sum.add(record.partitionKey(), record.data().asByteArrayUnsafe()));
                read += arrived.records().size();
            }
            if (read >= records) {
                events.cancel();
                done.countDown();
            } else {
                events.request(1);
            }
        }

        @Override
        public void onError(Throwable cause) {
            failure = cause;
            done.countDown();
        }

        @Override
        public void onComplete() {
            done.countDown();
        }

        long await() throws IOException {
            try {
                if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new IOException("no subscription to the end within " + PATIENCE_SECONDS + " seconds");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
            if (read < records) {
                throw new IOException("the subscription ended after " + read + " of " + records + " records", failure);
            }
            sum.check();
            return read;
        }
    }
}
