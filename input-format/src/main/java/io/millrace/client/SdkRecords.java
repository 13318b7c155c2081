package io.millrace.client;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.StreamReader.StoredRecord;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.kinesis.model.Record;

/** The SDK's records as the connector's. Stateless. */
final class SdkRecords {
    private SdkRecords() {}

    static List<StoredRecord> of(List<Record> records) {
        return records.stream().map(SdkRecords::of).toList();
    }

    private static StoredRecord of(Record record) {
        return new StoredRecord(
                SequenceNumber.of(record.sequenceNumber()),
                Optional.ofNullable(record.partitionKey()).orElse(""),
                record.approximateArrivalTimestamp(),
                Payload.sharing(record.data().asByteArrayUnsafe()));
    }
}
