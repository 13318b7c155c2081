package io.millrace.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.service.RunningService;
import io.millrace.service.TestChannels;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.Before;
import org.junit.Rule;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/** A service, by way of whose API tests deliver a stream "s" into a bucket's folder; the test's clock makes records old enough. */
abstract class DeliveryScenario {
    static final Duration FRESHNESS = Duration.ofMinutes(5);
    /** Halves the first of four equal shards. */
    static final String MIDDLE_OF_ZERO = BigInteger.ONE.shiftLeft(125).toString();

    @Rule
    public final RunningService service = new RunningService();

    KinesisClient client;

    @Before
    public void createStream() {
        client = service.client();
        TestChannels.createStream(client, "s");
    }

    final Path lake() {
        return service.data().resolve("buckets/lake");
    }

    /** Waits until the delivery has looked and left what is so old. */
    final void awaitFreshness(int seconds) {
        await().untilAsserted(() -> assertThat(value("kinesis_delivery_to_s3_data_freshness_seconds"))
                .isEqualTo(seconds));
    }

    final void put(String hashKey, String... texts) {
        client.putRecords(p -> p.streamName("s")
                .records(Arrays.stream(texts).map(text -> entry(hashKey, text)).toList()));
    }

    private static PutRecordsRequestEntry entry(String hashKey, String text) {
        return PutRecordsRequestEntry.builder()
                .partitionKey("k")
                .explicitHashKey(hashKey)
                .data(SdkBytes.fromUtf8String(text))
                .build();
    }

    final String page() throws IOException {
        return new String(
                service.endpoint().resolve("/metrics").toURL().openStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    final double value(String name) throws IOException {
        return page().lines()
                .filter(line -> line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }
}
