package io.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.StreamReader.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.Record;

public final class VolumeTest {
    private static final List<String> KEYS =
            List.of("", "key", "grüße", "\u07ff\u0800", "\u65e5\u672c\uffff", "a\ud83d\ude00b");

    @Test
    public void theQuotaCountsTheBytesOfPayloadAndPartitionKey() {
        for (String key : KEYS) {
            StoredRecord record =
                    new StoredRecord(SequenceNumber.of("1"), key, Instant.EPOCH, Payload.sharing(new byte[7]));

            assertThat(Volume.of(List.of(record, record)))
                    .as(key)
                    .isEqualTo(new Volume(14, 14 + 2L * key.getBytes(StandardCharsets.UTF_8).length));
        }
    }

    @Test
    public void whatTheSdkHasIsAsLargeAsTheRecordsThatAreMadeOfIt() {
        List<Record> answered = new ArrayList<>();
        for (String key : KEYS) {
            answered.add(answered(answered.size(), key));
        }
        answered.add(answered(answered.size(), null));

        SdkRecords records = new SdkRecords(answered);

        assertThat(records.volume()).isEqualTo(Volume.of(records));
        assertThat(records)
                .extracting(StoredRecord::partitionKey)
                .startsWith("", "key")
                .endsWith("");
        assertThat(records.get(3).sequenceNumber()).isEqualTo(SequenceNumber.of("3"));
        assertThat(records.get(3).data().size()).isEqualTo(3);
        assertThat(records.get(3).arrival()).isEqualTo(Instant.ofEpochMilli(3));
    }

    private static Record answered(int number, String key) {
        return Record.builder()
                .sequenceNumber(Integer.toString(number))
                .partitionKey(key)
                .approximateArrivalTimestamp(Instant.ofEpochMilli(number))
                .data(SdkBytes.fromByteArray(new byte[number]))
                .build();
    }
}
