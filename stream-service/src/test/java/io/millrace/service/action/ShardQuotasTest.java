package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.service.RunningService;
import io.millrace.service.ServiceOptions;
import io.millrace.service.growth.GrowthSettings;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** A service with --quotas, whose time stands still unless a test moves it. */
public class ShardQuotasTest {
    private static final String ZERO = "shardId-000000000000";
    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/s";
    private static final String FULL =
            "Rate exceeded for shard shardId-000000000000 in stream s under account 000000000000.";
    private static final int MIB = 1 << 20;

    @Rule
    public final RunningService service = new RunningService(new ServiceOptions(
            RunningService.PLAIN,
            true,
            new GrowthSettings(GrowthSettings.DEFAULT_WINDOW, OptionalInt.empty(), Duration.ZERO)));

    private KinesisClient client;

    @Before
    public void create() {
        client = service.impatientClient();
        client.createStream(c -> c.streamName("s").shardCount(1));
    }

    @After
    public void close() {
        client.close();
    }

    @Test
    public void channelsAreAskedForFiveTimesASecond() {
        for (int i = 0; i < 5; i++) {
            client.listChannels(l -> {});
        }
        assertThatThrownBy(() -> client.listChannels(l -> {}))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("Rate exceeded for account 000000000000.");
        service.clock().advance(Duration.ofSeconds(1));
        client.listChannels(l -> {});
    }

    @Test
    public void theRecordsThatAShardHasNoRoomForFailOneByOne() {
        putMany(500, 10);
        putMany(490, 10);
        PutRecordsResponse answer = putMany(20, 10);

        assertThat(answer.failedRecordCount()).isEqualTo(10);
        assertThat(answer.records().subList(0, 10))
                .extracting(PutRecordsResultEntry::shardId)
                .containsOnly(ZERO);
        assertThat(answer.records().subList(10, 20)).allSatisfy(entry -> {
            assertThat(entry.errorCode()).isEqualTo("ProvisionedThroughputExceededException");
            assertThat(entry.errorMessage()).isEqualTo(FULL);
            assertThat(entry.sequenceNumber()).isNull();
        });
        assertThat(service.textsOf("s", ZERO)).hasSize(1_000);

        service.clock().advance(Duration.ofSeconds(1));
        assertThat(putMany(20, 10).failedRecordCount()).isZero();
    }

    @Test
    public void aRecordThatHasNoRoomIsRefused() {
        put(MIB - 100);
        assertThatThrownBy(() -> put(1_000))
                .isInstanceOf(ProvisionedThroughputExceededException.class)
                .hasMessageContaining(FULL);
        service.clock().advance(Duration.ofMillis(2));
        put(1_000);
    }

    @Test
    public void whatAnotherShardTakesDoesNotCount() {
        service.clock().advance(Duration.ofSeconds(1));
        client.splitShard(s -> s.streamName("s").shardToSplit(ZERO).newStartingHashKey("1000"));
        putTo("5", MIB - 100);
        putTo("5000", MIB - 100);
        assertThatThrownBy(() -> putTo("5", 1_000)).hasMessageContaining("shardId-000000000001 in stream s");
    }

    @Test
    public void aLargePageClosesTheShardForReadersUntilItIsPaidFor() {
        for (int i = 0; i < 11; i++) {
            put(MIB - 100);
            service.clock().advance(Duration.ofSeconds(1));
        }
        String iterator = service.iterator("s", ZERO, ShardIteratorType.TRIM_HORIZON);
        assertThat(client.getRecords(g -> g.shardIterator(iterator)).records()).hasSize(10);

        service.clock().advance(Duration.ofMillis(4_990));
        assertThatThrownBy(() -> client.getRecords(g -> g.shardIterator(iterator)))
                .isInstanceOf(ProvisionedThroughputExceededException.class)
                .hasMessageContaining(FULL);
        service.clock().advance(Duration.ofMillis(20));
        assertThat(client.getRecords(g -> g.shardIterator(iterator)).records()).hasSize(10);
    }

    @Test
    public void aSixthReadOrIteratorWithinASecondIsRefused() {
        String iterator = service.iterator("s", ZERO, ShardIteratorType.TRIM_HORIZON);
        for (int i = 0; i < 5; i++) {
            client.getRecords(g -> g.shardIterator(iterator));
        }
        assertThatThrownBy(() -> client.getRecords(g -> g.shardIterator(iterator)))
                .isInstanceOf(ProvisionedThroughputExceededException.class);
        for (int i = 0; i < 4; i++) {
            latest();
        }
        assertThatThrownBy(this::latest)
                .isInstanceOf(ProvisionedThroughputExceededException.class)
                .hasMessageContaining(FULL);
    }

    @Test
    public void anOnDemandStreamHasNoQuotasUntilItIsProvisioned() {
        client.updateStreamMode(u -> u.streamARN(ARN).streamModeDetails(m -> m.streamMode(StreamMode.ON_DEMAND)));
        for (int i = 0; i < 4; i++) {
            assertThat(putMany(500, 100).failedRecordCount()).isZero();
        }
        for (int i = 0; i < 8; i++) {
            client.getRecords(g -> g.shardIterator(latest()));
        }
        client.updateStreamMode(u -> u.streamARN(ARN).streamModeDetails(m -> m.streamMode(StreamMode.PROVISIONED)));
        putMany(500, 10);
        putMany(500, 10);
        assertThat(putMany(1, 10).failedRecordCount()).isEqualTo(1);
    }

    @Test
    public void anOperationIsCalledOnlySoOften() {
        for (int i = 0; i < 10; i++) {
            client.describeStream(d -> d.streamName("s"));
        }
        assertThatThrownBy(() -> client.describeStream(d -> d.streamName("s")))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("Rate exceeded for stream s under account 000000000000.");
        service.clock().advance(Duration.ofMillis(100));
        client.describeStream(d -> d.streamName("s"));
    }

    @Test
    public void aConsumerIsPushedTwoMebibytesASecond() {
        for (int i = 0; i < 6; i++) {
            put(MIB - 1);
            service.clock().advance(Duration.ofSeconds(1));
        }
        String consumer = client.registerStreamConsumer(r -> r.streamARN(ARN).consumerName("c"))
                .consumer()
                .consumerARN();
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        try (KinesisAsyncClient async = KinesisAsyncClient.builder()
                .endpointOverride(service.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(RunningService.CREDENTIALS)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP2))
                .build()) {
            CompletableFuture<Void> done = async.subscribeToShard(
                    s -> s.consumerARN(consumer)
                            .shardId(ZERO)
                            .startingPosition(at -> at.type(ShardIteratorType.TRIM_HORIZON)),
                    SubscribeToShardResponseHandler.builder()
                            .subscriber(event -> event.accept(SubscribeToShardResponseHandler.Visitor.builder()
                                    .onSubscribeToShardEvent(e -> e.records()
                                            .forEach(one -> sizes.add(one.data().asByteArrayUnsafe().length)))
                                    .build()))
                            .build());
            for (int pushed = 2; pushed <= 6; pushed += 2) {
                int now = pushed;
                await().until(() -> sizes.size() >= now);
                await().during(Duration.ofMillis(200)).until(() -> sizes.size() == now);
                service.clock().advance(Duration.ofMillis(1_001));
            }
            assertThat(done).isNotDone();
        }
    }

    private String latest() {
        return client.getShardIterator(g -> g.streamName("s").shardId(ZERO).shardIteratorType(ShardIteratorType.LATEST))
                .shardIterator();
    }

    private void put(int bytes) {
        client.putRecord(p -> p.streamName("s").partitionKey("k").data(SdkBytes.fromByteArray(new byte[bytes])));
    }

    private void putTo(String hashKey, int bytes) {
        client.putRecord(p -> p.streamName("s")
                .partitionKey("k")
                .explicitHashKey(hashKey)
                .data(SdkBytes.fromByteArray(new byte[bytes])));
    }

    private PutRecordsResponse putMany(int records, int bytes) {
        List<PutRecordsRequestEntry> entries = IntStream.range(0, records)
                .mapToObj(i -> PutRecordsRequestEntry.builder()
                        .partitionKey("k")
                        .data(SdkBytes.fromByteArray(new byte[bytes]))
                        .build())
                .toList();
        return client.putRecords(p -> p.streamName("s").records(entries));
    }
}
