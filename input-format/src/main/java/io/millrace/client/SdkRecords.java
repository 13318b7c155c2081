package io.millrace.client;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.StreamReader.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.kinesis.model.Record;

/** The SDK's records as the connector's. Stateless. */
final class SdkRecords {
    private SdkRecords() {}

    static List<StoredRecord> of(List<Record> records) {
        // A stream of 10,000 a page costs as much as what it does here.
        List<StoredRecord> stored = new ArrayList<>(records.size());
        for (Record record : records) {
            stored.add(of(record));
        }
        return stored;
    }

    private static StoredRecord of(Record record) {
        return new StoredRecord(
                SequenceNumber.of(record.sequenceNumber()),
                record.partitionKey() == null ? "" : record.partitionKey(),
                record.approximateArrivalTimestamp(),
                Payload.sharing(record.data().asByteArrayUnsafe()));
    }
}
