package io.millrace.service.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.Assume.assumeTrue;

import io.millrace.local.StreamServiceProcess;
import io.millrace.service.log.SequenceNumber;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/**
 * A running service whose files may not grow any more, which to its engine is as bad as a full disk. The system's limit
 * on the size of files does that without any rights; needs {@code prlimit} of Linux.
 */
public class WriteLimitTest {
    private static final String STREAM = "s";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> acknowledged = new ArrayList<>();

    @Test
    public void failedWritesAreToldAndNotKeptReadsGoOnAndPutsDoOnceFilesMayGrow() throws Exception {
        try (StreamServiceProcess service = start();
                KinesisClient client = KillTest.client(service)) {
            client.createStream(c -> c.streamName(STREAM).shardCount(1));
            put(client, "before");
            assumeTrue(limitFiles(service, "1:unlimited"));

            assertRefused(() -> put(client, "refused"));
            assertRefused(() -> client.putRecords(p -> p.streamName(STREAM)
                    .records(
                            PutRecordsRequestEntry.builder()
                                    .partitionKey("k")
                                    .data(SdkBytes.fromUtf8String("a"))
                                    .build(),
                            PutRecordsRequestEntry.builder()
                                    .partitionKey("l")
                                    .data(SdkBytes.fromUtf8String("b"))
                                    .build())));
            assertRefused(() -> client.splitShard(s ->
                    s.streamName(STREAM).shardToSplit("shardId-000000000000").newStartingHashKey("1000")));
            assertRefused(() -> client.createStream(c -> c.streamName("other").shardCount(1)));
            assertSeen(client);
            await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> {
                HttpResponse<String> health = health(service);
                assertThat(health.statusCode()).isEqualTo(503);
                assertThat(health.body())
                        .startsWith("{\"status\":\"down\",\"reason\":\"the log refuses writes: ")
                        .contains("File too large");
            });

            assumeTrue(limitFiles(service, "unlimited:unlimited"));
            await().atMost(Duration.ofSeconds(40))
                    .ignoreExceptionsInstanceOf(KinesisException.class)
                    .until(() -> {
                        put(client, "after");
                        return true;
                    });
            put(client, "last");
            assertSeen(client);
            await().untilAsserted(() -> assertThat(health(service).statusCode()).isEqualTo(200));
            service.jvm().kill();
        }
        try (StreamServiceProcess service = start();
                KinesisClient client = KillTest.client(service)) {
            assertSeen(client);
        }
    }

    private static HttpResponse<String> health(StreamServiceProcess service) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(service.endpoint().resolve("/healthz"))
                                .version(HttpClient.Version.HTTP_1_1)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private interface Request {
        void send();
    }

    private static void assertRefused(Request request) {
        assertThatThrownBy(request::send)
                .isInstanceOfSatisfying(
                        KinesisException.class, e -> assertThat(e.statusCode()).isEqualTo(503))
                .hasMessageContaining("The service can't do that right now: cannot write to the log: ")
                .hasMessageContaining("File too large");
    }

    private void assertSeen(KinesisClient client) {
        assertThat(StoredShard.all(client)).containsOnlyKeys(STREAM);
        List<StoredShard> shards = StoredShard.all(client).get(STREAM);
        assertThat(shards).hasSize(1);
        assertThat(shards.get(0).records().stream()
                        .map(StoredShard.Stored::text)
                        .toList())
                .isEqualTo(acknowledged);
        // A channel takes a gap for records that have expired, and skips what waits before it.
        assertThat(shards.get(0).records().stream()
                        .map(record ->
                                SequenceNumber.parse(record.number().toString()).counter()))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, acknowledged.size()).boxed().toList());
    }

    private void put(KinesisClient client, String text) {
        client.putRecord(
                p -> p.streamName(STREAM).partitionKey("k").data(SdkBytes.fromByteArray(Payload.of(text, 100))));
        acknowledged.add(text);
    }

    private StreamServiceProcess start() {
        Path root = folder.getRoot().toPath();
        return StreamServiceProcess.start(root.resolve("data"), root.resolve("service.log"));
    }

    private static boolean limitFiles(StreamServiceProcess service, String softAndHard) throws InterruptedException {
        try {
            return new ProcessBuilder(
                                    "prlimit",
                                    "--pid",
                                    Long.toString(service.jvm().pid()),
                                    "--fsize=" + softAndHard)
                            .inheritIO()
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
