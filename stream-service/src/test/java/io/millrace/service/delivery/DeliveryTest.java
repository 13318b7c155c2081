package io.millrace.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.service.TestChannels;
import io.millrace.service.action.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.RecordFormatType;
import software.amazon.awssdk.services.kinesis.model.S3CompressionType;

/** Which records are delivered, and when. */
public class DeliveryTest extends DeliveryScenario {
    private static final Duration DELAY = Duration.ofSeconds(10);

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

    private void awaitLines(String key, List<String> wanted) {
        await().untilAsserted(() -> assertThat(
                        new BucketObjects(lake()).text(key).lines().toList())
                .containsExactlyInAnyOrderElementsOf(wanted));
    }
}
