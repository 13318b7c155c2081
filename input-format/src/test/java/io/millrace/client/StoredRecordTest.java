package io.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.StreamReader.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.Test;

public final class StoredRecordTest {
    @Test
    public void theQuotaCountsTheBytesOfPayloadAndPartitionKey() {
        for (String key : List.of("", "key", "grüße", "\u07ff\u0800", "\u65e5\u672c\uffff", "a\ud83d\ude00b")) {
            StoredRecord record =
                    new StoredRecord(SequenceNumber.of("1"), key, Instant.EPOCH, Payload.sharing(new byte[7]));
            assertThat(record.quotaBytes()).as(key).isEqualTo(7 + key.getBytes(StandardCharsets.UTF_8).length);
        }
    }
}
