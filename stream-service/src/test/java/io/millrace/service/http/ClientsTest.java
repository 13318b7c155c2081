package io.millrace.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.service.RunningService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** The SDK's own clients, unmodified: sync over HTTP/1.1, async over HTTP/2 without TLS and over HTTP/1.1; CBOR and JSON. */
@RunWith(Parameterized.class)
public class ClientsTest {
    private static final String ZERO = "shardId-000000000000";
    private static final SdkBytes BYTES = SdkBytes.fromByteArray(new byte[] {0, -1, 127, -128, 10});

    @Parameterized.Parameters(name = "cbor={0}")
    public static List<Boolean> forms() {
        return List.of(true, false);
    }

    @Parameterized.Parameter
    public boolean cbor;

    @Rule
    public final RunningService service = new RunningService();

    @Before
    public void chooseForm() {
        System.setProperty(SdkSystemSetting.CBOR_ENABLED.property(), Boolean.toString(cbor));
    }

    @After
    public void forgetForm() {
        System.clearProperty(SdkSystemSetting.CBOR_ENABLED.property());
    }

    @Test
    public void theSyncClientPutsAndReads() {
        try (KinesisClient client = service.client(Region.US_EAST_1)) {
            client.createStream(c -> c.streamName("s").shardCount(1));
            String number = client.putRecord(
                            p -> p.streamName("s").partitionKey("k").data(BYTES))
                    .sequenceNumber();
            String iterator = client.getShardIterator(g -> g.streamName("s")
                            .shardId(ZERO)
                            .shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                            .timestamp(service.clock().instant()))
                    .shardIterator();
            GetRecordsResponse page = client.getRecords(g -> g.shardIterator(iterator));

            assertRecord(page, number);
            assertThat(client.describeStreamSummary(d -> d.streamName("s"))
                            .streamDescriptionSummary()
                            .streamCreationTimestamp())
                    .isEqualTo(service.clock().instant());
            assertThatThrownBy(() -> client.describeStream(d -> d.streamName("nosuch")))
                    .isInstanceOf(ResourceNotFoundException.class)
                    .hasMessageContaining("Stream nosuch under account 000000000000 not found.");
        }
    }

    @Test
    public void theAsyncClientPutsAndReadsOverHttp2() {
        asyncClientPutsAndReads(Protocol.HTTP2);
    }

    @Test
    public void theAsyncClientPutsAndReadsOverHttp1() {
        asyncClientPutsAndReads(Protocol.HTTP1_1);
    }

    @Test
    public void manyPutsAtOnceOverOneHttp2ConnectionAreAllKept() {
        try (KinesisAsyncClient client = async(Protocol.HTTP2)) {
            client.createStream(c -> c.streamName("s").shardCount(1)).join();
            List<CompletableFuture<PutRecordResponse>> puts = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                String text = "r" + i;
                puts.add(client.putRecord(
                        p -> p.streamName("s").partitionKey("k").data(SdkBytes.fromUtf8String(text))));
            }
            puts.forEach(CompletableFuture::join);

            assertThat(service.textsOf("s", ZERO)).hasSize(300).doesNotHaveDuplicates();
        }
    }

    private void asyncClientPutsAndReads(Protocol protocol) {
        try (KinesisAsyncClient client = async(protocol)) {
            client.createStream(c -> c.streamName("s").shardCount(1)).join();
            String number = client.putRecord(
                            p -> p.streamName("s").partitionKey("k").data(BYTES))
                    .join()
                    .sequenceNumber();
            String iterator = client.getShardIterator(
                            g -> g.streamName("s").shardId(ZERO).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .join()
                    .shardIterator();

            assertRecord(client.getRecords(g -> g.shardIterator(iterator)).join(), number);
            assertThatThrownBy(() ->
                            client.describeStream(d -> d.streamName("nosuch")).join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(ResourceNotFoundException.class);
        }
    }

    private KinesisAsyncClient async(Protocol protocol) {
        return KinesisAsyncClient.builder()
                .endpointOverride(service.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(RunningService.CREDENTIALS)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(protocol))
                .build();
    }

    private void assertRecord(GetRecordsResponse page, String number) {
        assertThat(page.records()).singleElement().satisfies(found -> {
            assertThat(found.data()).isEqualTo(BYTES);
            assertThat(found.partitionKey()).isEqualTo("k");
            assertThat(found.sequenceNumber()).isEqualTo(number);
            assertThat(found.approximateArrivalTimestamp())
                    .isEqualTo(service.clock().instant());
        });
    }
}
