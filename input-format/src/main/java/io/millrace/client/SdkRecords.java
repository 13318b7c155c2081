package io.millrace.client;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.StreamReader.StoredRecord;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * The SDK's records as the connector's. Each is made when it is asked for, and not kept: so the thread that fetches pages
 * ahead leaves that to the one that reads them. Immutable.
 */
final class SdkRecords extends AbstractList<StoredRecord> implements RandomAccess {
    private final List<Record> records;

    /** Shares the list. */
    SdkRecords(List<Record> records) {
        this.records = records;
    }

    @Override
    public StoredRecord get(int index) {
        Record record = records.get(index);
        return new StoredRecord(
                SequenceNumber.of(record.sequenceNumber()),
                partitionKey(record),
                record.approximateArrivalTimestamp(),
                Payload.sharing(record.data().asByteArrayUnsafe()));
    }

    @Override
    public int size() {
        return records.size();
    }

    /** Of all of them, without making them. */
    Volume volume() {
        return Volume.of(records, record -> record.data().asByteArrayUnsafe().length, SdkRecords::partitionKey);
    }

    private static String partitionKey(Record record) {
        return record.partitionKey() == null ? "" : record.partitionKey();
    }
}
