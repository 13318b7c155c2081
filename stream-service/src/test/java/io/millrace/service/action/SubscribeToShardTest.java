package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.service.RunningService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** SubscribeToShard with the SDK's asynchronous client, over HTTP/2 with prior knowledge. */
public class SubscribeToShardTest {
    private static final String ZERO = "shardId-000000000000";

    @Rule
    public final RunningService service = new RunningService();

    private final List<SubscribeToShardEvent> events = new CopyOnWriteArrayList<>();
    private KinesisAsyncClient async;
    private String consumer;
    private CompletableFuture<Void> done;

    @Before
    public void register() {
        service.client().createStream(c -> c.streamName("s").shardCount(1));
        consumer = service.client()
                .registerStreamConsumer(r -> r.streamARN("arn:aws:kinesis:us-east-1:000000000000:stream/s")
                        .consumerName("reader"))
                .consumer()
                .consumerARN();
        async = KinesisAsyncClient.builder()
                .endpointOverride(service.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(RunningService.CREDENTIALS)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP2))
                .build();
    }

    @After
    public void close() {
        async.close();
    }

    @Test
    public void recordsComeAsTheyArePut() {
        service.putText("s", "k", "before");
        subscribe(at -> at.type(ShardIteratorType.TRIM_HORIZON));
        await().untilAsserted(() -> assertThat(texts()).containsExactly("before"));

        service.putText("s", "k", "one");
        service.putText("s", "k", "two");

        await().untilAsserted(() -> assertThat(texts()).containsExactly("before", "one", "two"));
    }

    @Test
    public void latestTellsAtOnceWhereToGoOn() {
        service.putText("s", "k", "before");
        subscribe(at -> at.type(ShardIteratorType.LATEST));
        await().until(() -> !events.isEmpty());
        SubscribeToShardEvent first = events.get(0);
        assertThat(first.records()).isEmpty();
        assertThat(first.millisBehindLatest()).isZero();
        service.putText("s", "k", "after");

        for (ShardIteratorType type :
                List.of(ShardIteratorType.AT_SEQUENCE_NUMBER, ShardIteratorType.AFTER_SEQUENCE_NUMBER)) {
            String iterator = service.iteratorFrom("s", ZERO, type, first.continuationSequenceNumber());
            assertThat(service.textsAt(iterator)).as(type.toString()).containsExactly("after");
        }
    }

    @Test
    public void aClosedShardEndsWithItsChildren() throws Exception {
        service.putText("s", "k", "last");
        subscribe(at -> at.type(ShardIteratorType.TRIM_HORIZON));
        await().until(() -> texts().size() == 1);

        service.client().splitShard(s -> s.streamName("s")
                .shardToSplit(ZERO)
                .newStartingHashKey("170141183460469231731687303715884105728"));

        done.get();
        SubscribeToShardEvent end = events.get(events.size() - 1);
        assertThat(end.continuationSequenceNumber()).isNull();
        assertThat(end.childShards())
                .extracting(ChildShard::shardId)
                .containsExactly("shardId-000000000001", "shardId-000000000002");
        assertThat(end.childShards().get(0).parentShards()).containsExactly(ZERO);
    }

    @Test
    public void aSecondSubscriptionAtOnceIsRefused() {
        subscribe(at -> at.type(ShardIteratorType.LATEST));
        await().until(() -> !events.isEmpty());

        subscribe(at -> at.type(ShardIteratorType.LATEST));
        assertThatThrownBy(done::join)
                .hasCauseInstanceOf(ResourceInUseException.class)
                .hasMessageContaining(
                        "Another active subscription exists for this consumer: 000000000000:s:" + ZERO + ":");
    }

    @Test
    public void aDeletedStreamEndsTheSubscriptionWithAnError() {
        subscribe(at -> at.type(ShardIteratorType.LATEST));
        await().until(() -> !events.isEmpty());

        service.client().deleteStream(d -> d.streamName("s").enforceConsumerDeletion(true));

        assertThatThrownBy(done::join).hasCauseInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    public void manyRecordsComeInOrderAndOnce() {
        List<String> put = new ArrayList<>();
        CompletableFuture<Void> producer = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 500; i++) {
                put.add("record " + i);
                service.putText("s", "k", put.get(i));
            }
        });
        subscribe(at -> at.type(ShardIteratorType.TRIM_HORIZON));
        producer.join();

        await().untilAsserted(() -> assertThat(texts()).hasSize(500));
        assertThat(texts()).isEqualTo(put);
    }

    private void subscribe(Consumer<StartingPosition.Builder> position) {
        done = async.subscribeToShard(
                request -> request.consumerARN(consumer).shardId(ZERO).startingPosition(position),
                SubscribeToShardResponseHandler.builder()
                        .subscriber(event -> event.accept(SubscribeToShardResponseHandler.Visitor.builder()
                                .onSubscribeToShardEvent(events::add)
                                .build()))
                        .build());
    }

    private List<String> texts() {
        return events.stream()
                .flatMap(event -> event.records().stream())
                .map(record -> record.data().asUtf8String())
                .toList();
    }
}
