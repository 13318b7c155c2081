package io.millrace.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.service.TestChannels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.ChannelDescription;
import software.amazon.awssdk.services.kinesis.model.RecordFormatType;
import software.amazon.awssdk.services.kinesis.model.S3CompressionType;

/** What is in the objects of a bucket, and how they are named. */
public class DeliveredObjectsTest extends DeliveryScenario {
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
}
