package io.millrace.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.service.RunningService;
import io.millrace.service.TestChannels;
import io.millrace.service.action.Settings;
import io.millrace.service.encryption.MasterKeys;
import io.millrace.service.encryption.TestKeys;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ChannelDescription;
import software.amazon.awssdk.services.kinesis.model.ChannelStatus;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.RecordFormatType;
import software.amazon.awssdk.services.kinesis.model.S3CompressionType;

/** What comes into the bucket's folder, by way of the API; the test's clock makes records old enough. */
public class DeliveryTest {
    private static final Duration FRESHNESS = Duration.ofMinutes(5);
    private static final Duration DELAY = Duration.ofSeconds(10);
    /** Halves the first of four equal shards. */
    private static final String MIDDLE_OF_ZERO = BigInteger.ONE.shiftLeft(125).toString();

    @Rule
    public final RunningService service = new RunningService();

    private KinesisClient client;

    @Before
    public void createStream() {
        client = service.client();
        TestChannels.createStream(client, "s");
    }

    @Test
    public void recordsOfEachFormatAndCompressionAreInObjectsOfTheirOwn() throws IOException {
        TestChannels.create(client, "s", "json", RecordFormatType.JSON, S3CompressionType.GZIP);
        TestChannels.create(client, "s", "text", RecordFormatType.STRING, S3CompressionType.ZSTD);
        TestChannels.create(client, "s", "bytes", RecordFormatType.BYTE_ARRAY, S3CompressionType.NONE);
        put("0", "{\"a\":1}", "{\"a\":\n2}\n", "[]");
        BucketObjects objects = new BucketObjects(lake());
        service.clock().advance(FRESHNESS);

        await().untilAsserted(() -> {
            assertThat(objects.text("json-")).isEqualTo("{\"a\":1}\n{\"a\":\n2}\n[]\n");
            assertThat(objects.text("text-")).isEqualTo("{\"a\":1}\n{\"a\":\n2}\n[]\n");
            assertThat(objects.text("bytes-")).isEqualTo("{\"a\":1}{\"a\":\n2}\n[]");
        });
        assertThat(objects.keys("json-")).singleElement().satisfies(key -> assertThat(key)
                .matches("kinesis-channel/json/([0-9a-f]{12})/2026/03/01/12/json-\\1-2026-03-01-12-00-"
                        + "shardId-\\d{12}-\\d{56}-3\\.json\\.gz"));
        assertThat(objects.keys("text-").get(0)).endsWith("-3.txt.zst");
        assertThat(objects.keys("bytes-").get(0)).endsWith("-3.bin");
    }

    @Test
    public void nothingComesBeforeItsTimeAndOnlyWhatCameAfterTheChannel() throws IOException {
        put("0", "\"before\"");
        TestChannels.create(client, "s", "c", RecordFormatType.JSON, S3CompressionType.NONE);
        put("0", "1");
        service.clock().advance(FRESHNESS.minusSeconds(1));
        put("0", "2");
        awaitFreshness(299);
        assertThat(new BucketObjects(lake()).keys("c-")).isEmpty();

        service.clock().advance(Duration.ofSeconds(1));

        await().untilAsserted(
                        () -> assertThat(new BucketObjects(lake()).text("c-")).isEqualTo("1\n2\n"));
    }

    @Test
    public void manyBytesAreDeliveredAtOnce() {
        TestChannels.create(client, "s", "c", RecordFormatType.STRING, S3CompressionType.NONE);
        String large = "x".repeat(1 << 20 >> 1);
        for (int i = 0; i < 10; i++) {
            put("0", large);
        }
        await().untilAsserted(
                        () -> assertThat(new BucketObjects(lake()).text("c-")).hasSize(10 * (large.length() + 1)));
        put("0", "rest");
        service.clock().advance(FRESHNESS);
        await().untilAsserted(
                        () -> assertThat(new BucketObjects(lake()).text("c-")).endsWith("rest\n"));
    }

    @Test
    public void updateChannelChangesWhenRecordsAreDelivered() {
        String arn = TestChannels.create(client, "s", "c", RecordFormatType.JSON, S3CompressionType.NONE)
                .channelARN();
        client.updateChannel(u -> u.channelARN(arn).s3DestinationConfiguration(s -> s.dataFreshnessInSeconds(600)));
        put("0", "1");
        service.clock().advance(FRESHNESS);
        awaitFreshness(300);
        assertThat(new BucketObjects(lake()).keys("c-")).isEmpty();

        service.clock().advance(FRESHNESS);
        await().untilAsserted(
                        () -> assertThat(new BucketObjects(lake()).text("c-")).isEqualTo("1\n"));
    }

    @Test
    public void whatIsNotOfItsFormatGoesToTheDeadLetters() throws IOException {
        ChannelDescription channel =
                TestChannels.create(client, "s", "c", RecordFormatType.JSON, S3CompressionType.GZIP);
        List<String> numbers = new ArrayList<>();
        for (String each : List.of("{\"good\":1}", "{bad", "1 2", "")) {
            numbers.add(client.putRecord(p -> p.streamName("s")
                            .partitionKey("pk")
                            .explicitHashKey("0")
                            .data(SdkBytes.fromUtf8String(each)))
                    .sequenceNumber());
        }
        byte[] noText = {'"', (byte) 0xff, '"'};
        numbers.add(client.putRecord(p -> p.streamName("s")
                        .partitionKey("pk")
                        .explicitHashKey("0")
                        .data(SdkBytes.fromByteArray(noText)))
                .sequenceNumber());
        service.clock().advance(FRESHNESS);

        await().untilAsserted(() ->
                assertThat(new BucketObjects(lake()).text("errors")).isNotEmpty());
        BucketObjects objects = new BucketObjects(lake());
        await().untilAsserted(
                        () -> assertThat(objects.text("kinesis-channel/c/")).isEqualTo("{\"good\":1}\n"));
        assertThat(objects.keys("errors/").get(0))
                .startsWith("kinesis-channel/errors/c/" + channel.channelId() + "/2026/03/01/12/c-")
                .endsWith("-5.json");
        List<JsonNode> lines = new ArrayList<>();
        for (String line : objects.text("errors/").lines().toList()) {
            lines.add(new JsonMapper().readTree(line));
        }
        assertThat(lines)
                .extracting(each -> each.get("sequenceNumber").asText())
                .isEqualTo(numbers.subList(1, 5));
        assertThat(lines)
                .extracting(each -> each.get("errorCode").asText())
                .containsExactly("InvalidJson", "InvalidJson", "InvalidJson", "InvalidUtf8");
        JsonNode first = lines.get(0);
        assertThat(first.get("shardId").asText()).isEqualTo("shardId-000000000000");
        assertThat(first.get("partitionKey").asText()).isEqualTo("pk");
        assertThat(first.get("channelName").asText()).isEqualTo("c");
        assertThat(first.get("channelId").asText()).isEqualTo(channel.channelId());
        assertThat(first.get("approximateArrivalTimestamp").asText()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(first.get("errorMessage").asText()).isNotEmpty();
        assertThat(new String(first.get("rawData").binaryValue(), StandardCharsets.UTF_8))
                .isEqualTo("{bad");
        assertThat(lines.get(3).get("rawData").binaryValue()).isEqualTo(noText);
    }

    @Test
    public void splitsAndMergesAndARestartLoseAndDoubleNothing() throws IOException {
        TestChannels.create(client, "s", "c", RecordFormatType.STRING, S3CompressionType.NONE);
        List<String> all = new ArrayList<>();
        putMany(all, 40);
        service.clock().advance(Duration.ofSeconds(2));
        client.splitShard(
                s -> s.streamName("s").shardToSplit("shardId-000000000000").newStartingHashKey(MIDDLE_OF_ZERO));
        putMany(all, 40);
        service.clock().advance(FRESHNESS.minusSeconds(2));
        client.mergeShards(m ->
                m.streamName("s").shardToMerge("shardId-000000000002").adjacentShardToMerge("shardId-000000000003"));
        putMany(all, 40);
        service.restart();
        client = service.client();
        client.mergeShards(m ->
                m.streamName("s").shardToMerge("shardId-000000000004").adjacentShardToMerge("shardId-000000000005"));
        putMany(all, 40);
        service.clock().advance(FRESHNESS);

        awaitLines("c-", all);
        putMany(all, 40);
        service.clock().advance(FRESHNESS);
        awaitLines("c-", all);
    }

    @Test
    public void theKeyIsAsTheTemplateSays() {
        client.createChannel(TestChannels.json(
                        "s", "c", storage -> storage.outputKeyTemplate("logs/day=!{yyyy}!{MM}!{dd}/!{stream-name}"))
                .build());
        put("0", "1");
        service.clock().advance(FRESHNESS);

        await().untilAsserted(() -> assertThat(new BucketObjects(lake()).keys("logs"))
                .singleElement()
                .satisfies(key ->
                        assertThat(key).matches("logs/day=20260301/s-[0-9a-f]{12}-shardId-000000000000-\\d{56}-1")));
    }

    @Test
    public void aDeletedChannelDeliversNoMoreAndItsObjectsStay() throws IOException {
        String arn = TestChannels.create(client, "s", "gone", RecordFormatType.JSON, S3CompressionType.NONE)
                .channelARN();
        put("0", "1");
        service.clock().advance(FRESHNESS);
        await().untilAsserted(() ->
                assertThat(new BucketObjects(lake()).text("gone-")).isEqualTo("1\n"));
        put("0", "2");
        client.deleteChannel(d -> d.channelARN(arn));
        TestChannels.create(client, "s", "next", RecordFormatType.JSON, S3CompressionType.NONE);
        put("0", "3");
        service.clock().advance(FRESHNESS);
        await().untilAsserted(() ->
                assertThat(new BucketObjects(lake()).text("next-")).isEqualTo("3\n"));

        assertThat(new BucketObjects(lake()).text("gone-")).isEqualTo("1\n");
        assertThat(page()).doesNotContain("channel=\"gone\"");
    }

    @Test
    public void aBucketThatCanNotBeWrittenIsTriedAgainAndTheChannelStaysActive() throws IOException {
        // A file where the bucket's folder is to be: also for root, whom permissions don't stop.
        Files.createDirectories(lake().getParent());
        Files.writeString(lake(), "in the way");
        String arn = TestChannels.create(client, "s", "c", RecordFormatType.JSON, S3CompressionType.NONE)
                .channelARN();
        put("0", "1");
        service.clock().advance(FRESHNESS);
        await().untilAsserted(() -> assertThat(value("kinesis_delivery_to_s3_delivery_failures_total"))
                .isGreaterThan(1));
        assertThat(client.describeChannel(d -> d.channelARN(arn))
                        .channelDescription()
                        .channelStatus())
                .isEqualTo(ChannelStatus.ACTIVE);

        Files.delete(lake());
        await().untilAsserted(
                        () -> assertThat(new BucketObjects(lake()).text("c-")).isEqualTo("1\n"));
    }

    @Test
    public void theMetricsTellWhatWasDelivered() throws IOException {
        TestChannels.create(client, "s", "c", RecordFormatType.JSON, S3CompressionType.NONE);
        put("0", "1", "{", "345");
        service.clock().advance(Duration.ofSeconds(100));
        awaitFreshness(100);
        service.clock().advance(FRESHNESS);

        await().untilAsserted(() ->
                assertThat(value("kinesis_delivery_to_s3_record_count_total")).isEqualTo(3));
        assertThat(value("kinesis_delivery_to_s3_successful_record_count_total"))
                .isEqualTo(2);
        assertThat(value("kinesis_delivery_to_s3_failed_record_count_total")).isEqualTo(1);
        assertThat(value("kinesis_delivery_to_s3_delivery_success_total")).isEqualTo(2);
        assertThat(value("kinesis_delivery_to_s3_bytes_in_total")).isEqualTo(5);
        assertThat(value("kinesis_delivery_to_s3_bytes_out_total")).isGreaterThan(6);
        assertThat(value("kinesis_delivery_to_s3_expired_record_count_total")).isZero();
        awaitFreshness(0);
    }

    @Test
    public void recordsThatCameWhileTheChannelWasCreatingAreNotDelivered() throws IOException {
        service.restart(new Settings("000000000000", DELAY, OptionalInt.empty(), Optional.empty()));
        client = service.client();
        TestChannels.create(client, "s", "c", RecordFormatType.STRING, S3CompressionType.NONE);
        put("0", "early");
        client.splitShard(
                s -> s.streamName("s").shardToSplit("shardId-000000000000").newStartingHashKey(MIDDLE_OF_ZERO));
        put("0", "early too");
        service.clock().advance(DELAY);
        put("0", "due");
        service.clock().advance(FRESHNESS);

        await().untilAsserted(
                        () -> assertThat(new BucketObjects(lake()).text("c-")).isEqualTo("due\n"));
    }

    @Test
    public void recordsOfAnEncryptedStreamWaitForTheirKey() throws IOException {
        service.restart(keys(TestKeys.file(TestKeys.key("one", 1))));
        client = service.client();
        TestChannels.create(client, "s", "c", RecordFormatType.STRING, S3CompressionType.NONE);
        client.startStreamEncryption(
                e -> e.streamName("s").encryptionType("KMS").keyId("one"));
        put("0", "sealed");
        service.restart(keys(MasterKeys.NONE));
        service.clock().advance(FRESHNESS);
        await().untilAsserted(() -> assertThat(value("kinesis_delivery_to_s3_delivery_failures_total"))
                .isPositive());
        assertThat(new BucketObjects(lake()).keys("c-")).isEmpty();

        service.restart(keys(TestKeys.file(TestKeys.key("one", 1))));
        await().untilAsserted(
                        () -> assertThat(new BucketObjects(lake()).text("c-")).isEqualTo("sealed\n"));
    }

    private static Settings keys(MasterKeys keys) {
        return new Settings(TestChannels.ACCOUNT, Duration.ZERO, OptionalInt.empty(), Optional.empty(), keys);
    }

    private Path lake() {
        return service.data().resolve("buckets/lake");
    }

    /** Waits until the delivery has looked and left what is so old. */
    private void awaitFreshness(int seconds) {
        await().untilAsserted(() -> assertThat(value("kinesis_delivery_to_s3_data_freshness_seconds"))
                .isEqualTo(seconds));
    }

    private void put(String hashKey, String... texts) {
        client.putRecords(p -> p.streamName("s")
                .records(Arrays.stream(texts).map(text -> entry(hashKey, text)).toList()));
    }

    private void putMany(List<String> all, int count) {
        List<PutRecordsRequestEntry> entries = IntStream.range(0, count)
                .mapToObj(i -> {
                    String text = "record " + all.size();
                    all.add(text);
                    return PutRecordsRequestEntry.builder()
                            .partitionKey(text)
                            .data(SdkBytes.fromUtf8String(text))
                            .build();
                })
                .toList();
        client.putRecords(p -> p.streamName("s").records(entries));
    }

    private static PutRecordsRequestEntry entry(String hashKey, String text) {
        return PutRecordsRequestEntry.builder()
                .partitionKey("k")
                .explicitHashKey(hashKey)
                .data(SdkBytes.fromUtf8String(text))
                .build();
    }

    private void awaitLines(String key, List<String> wanted) {
        await().untilAsserted(() -> assertThat(
                        new BucketObjects(lake()).text(key).lines().toList())
                .containsExactlyInAnyOrderElementsOf(wanted));
    }

    private String page() throws IOException {
        return new String(
                service.endpoint().resolve("/metrics").toURL().openStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private double value(String name) throws IOException {
        return page().lines()
                .filter(line -> line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }
}
