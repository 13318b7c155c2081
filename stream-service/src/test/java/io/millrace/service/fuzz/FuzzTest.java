package io.millrace.service.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.service.RunningService;
import io.millrace.service.StreamService;
import io.millrace.service.TestChannels;
import io.millrace.service.action.UnconnectedActions;
import io.millrace.service.auth.AnyCaller;
import io.millrace.service.http.Bounds;
import io.millrace.service.http.FrontEndOptions;
import io.millrace.service.tls.SelfSigned;
import io.millrace.service.wire.SampleBodies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * Requests of every operation, right ones and spoilt ones: none makes the service fail, none goes without an answer, and
 * none leaves anything behind. {@code -Dmillrace.fuzz.requests=N} asks for more of them, {@code -Dmillrace.fuzz.seed=S} for
 * others than those of each build.
 */
public class FuzzTest {
    private static final int REQUESTS = Integer.getInteger("millrace.fuzz.requests", 6_000);
    private static final long SEED = Long.getLong("millrace.fuzz.seed", 1L);
    private static final int CLIENTS = 3;
    private static final int CONNECTIONS = 8;
    private static final String STREAM = "fuzzed";
    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/" + STREAM;
    private static final String ZERO = "shardId-000000000000";

    /** So little that one request whose length is not told beforehand takes all of it. */
    private static final long MEMORY = 64L << 20;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private StreamService service;
    private KinesisClient client;
    private Map<String, Supplier<String>> texts;

    @Before
    public void start() throws IOException {
        service = StreamService.start(
                folder.getRoot().toPath(),
                new FrontEndOptions(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        SelfSigned.make("127.0.0.1", Instant.now()),
                        Set.of(FrontEndOptions.LOCAL_ORIGINS),
                        new AnyCaller(RunningService.PLAIN.account()),
                        new Bounds(CONNECTIONS, Duration.ofSeconds(5), 64 << 10, MEMORY, Duration.ofSeconds(20)),
                        InstantSource.system()),
                RunningService.PLAIN,
                InstantSource.system());
        client = KinesisClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + service.port()))
                .region(Region.US_EAST_1)
                .credentialsProvider(RunningService.CREDENTIALS)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        client.createStream(c -> c.streamName(STREAM).shardCount(3));
        String consumer = client.registerStreamConsumer(r -> r.streamARN(ARN).consumerName("reader"))
                .consumer()
                .consumerARN();
        TestChannels.createStream(client, "delivered");
        String channel = client.createChannel(
                        TestChannels.json("delivered", "c").build())
                .channelDescription()
                .channelARN();
        String number = put(STREAM);
        String iterator = iterator(STREAM);
        String token =
                client.listShards(l -> l.streamName(STREAM).maxResults(1)).nextToken();
        texts = Map.ofEntries(
                Map.entry("StreamName", () -> STREAM),
                Map.entry("StreamARN", () -> ARN),
                Map.entry("ResourceARN", () -> ARN),
                Map.entry("ConsumerARN", () -> consumer),
                Map.entry("ConsumerName", () -> "reader"),
                Map.entry("ChannelARN", () -> channel),
                Map.entry("ServiceExecutionRoleARN", () -> TestChannels.ROLE),
                Map.entry("BucketARN", () -> TestChannels.BUCKET),
                Map.entry("ExpectedBucketOwner", () -> TestChannels.ACCOUNT),
                Map.entry("TableBucketARN", () -> "arn:aws:s3tables:us-east-1:000000000000:bucket/tables"),
                Map.entry("ShardId", () -> ZERO),
                Map.entry("ShardToSplit", () -> ZERO),
                Map.entry("ShardToMerge", () -> ZERO),
                Map.entry("AdjacentShardToMerge", () -> "shardId-000000000001"),
                Map.entry("SequenceNumber", () -> number),
                Map.entry("StartingSequenceNumber", () -> number),
                Map.entry("SequenceNumberForOrdering", () -> number),
                Map.entry("ShardIterator", () -> iterator),
                Map.entry("NextToken", () -> token));
    }

    @After
    public void stop() {
        client.close();
        service.close();
    }

    @Test
    public void noRequestMakesItFailHangOrLeak() throws Exception {
        System.out.println("seed " + SEED);
        // Its connection would be in the way.
        client.close();
        List<Fuzzer> fuzzers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            fuzzers.add(new Fuzzer(service.port(), UnconnectedActions.byName(), new SampleBodies(texts), SEED + i));
        }
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<Void>> runs = threads.invokeAll(fuzzers.stream()
                    .map(each -> (java.util.concurrent.Callable<Void>) () -> {
                        each.run(REQUESTS / CLIENTS);
                        return null;
                    })
                    .toList());
            for (int i = 0; i < CLIENTS; i++) {
                try {
                    runs.get(i).get();
                } catch (java.util.concurrent.ExecutionException e) {
                    throw new AssertionError(
                            "seed " + (SEED + i) + ": " + e.getCause().getMessage(), e.getCause());
                }
            }
        } finally {
            threads.shutdown();
        }
        Map<Integer, Integer> statuses = new TreeMap<>();
        fuzzers.forEach(
                each -> each.statuses().forEach((status, count) -> statuses.merge(status, count, Integer::sum)));
        System.out.println("answers by status: " + statuses);
        assertThat(statuses.get(200)).as("requests that were right").isGreaterThan(REQUESTS / 30);
        assertThat(statuses.get(400)).as("requests that were refused").isGreaterThan(REQUESTS / 5);
        assertNothingIsHeld();
        assertItWorks();
    }

    /** As many connections as there may be, and the one request on each of them that takes all the memory there is. */
    private void assertNothingIsHeld() {
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> {
            List<Wire> all = new ArrayList<>();
            try {
                for (int i = 0; i < CONNECTIONS; i++) {
                    Wire wire = new Wire(service.port(), 2_000);
                    all.add(wire);
                    wire.send("""
                            POST / HTTP/1.1\r
                            Host: x\r
                            X-Amz-Target: Kinesis_20131202.GetRecords\r
                            Transfer-Encoding: chunked\r
                            \r
                            2\r
                            {}\r
                            0\r
                            \r
                            """.getBytes(StandardCharsets.US_ASCII));
                    assertThat(wire.answer().orElseThrow().body()).contains("ValidationException");
                }
            } finally {
                for (Wire wire : all) {
                    wire.close();
                }
            }
        });
    }

    private void assertItWorks() {
        client = KinesisClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + service.port()))
                .region(Region.US_EAST_1)
                .credentialsProvider(RunningService.CREDENTIALS)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        client.createStream(c -> c.streamName("after").shardCount(1));
        String number = put("after");
        String iterator = iterator("after");
        assertThat(client.getRecords(g -> g.shardIterator(iterator)).records())
                .extracting(each -> each.sequenceNumber())
                .containsExactly(number);
    }

    private String put(String stream) {
        return client.putRecord(p -> p.streamName(stream).partitionKey("k").data(SdkBytes.fromUtf8String("text")))
                .sequenceNumber();
    }

    private String iterator(String stream) {
        return client.getShardIterator(
                        g -> g.streamName(stream).shardId(ZERO).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
    }
}
