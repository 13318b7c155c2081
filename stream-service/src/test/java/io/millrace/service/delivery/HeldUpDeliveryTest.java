package io.millrace.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.service.TestChannels;
import io.millrace.service.action.Settings;
import io.millrace.service.encryption.MasterKeys;
import io.millrace.service.encryption.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.ChannelStatus;
import software.amazon.awssdk.services.kinesis.model.RecordFormatType;
import software.amazon.awssdk.services.kinesis.model.S3CompressionType;

/** Delivery that can't go on for a while, and what the metrics tell of it. */
public class HeldUpDeliveryTest extends DeliveryScenario {
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
}
