package io.millrace.hive.insert;

import io.millrace.client.OutgoingRecord;
import io.millrace.client.Payload;
import java.io.DataInput;
import java.io.DataOutput;
import java.util.Optional;
import org.apache.hadoop.io.Writable;

/** A row that {@code KinesisSerDe} has made a record of, on its way to the file it is staged in. Immutable. */
final class OutgoingRow implements Writable {
    private final String partitionKey;
    private final Optional<String> explicitHashKey;
    private final Payload payload;

    OutgoingRow(String partitionKey, Optional<String> explicitHashKey, Payload payload) {
        this.partitionKey = partitionKey;
        this.explicitHashKey = explicitHashKey;
        this.payload = payload;
    }

    /** The record, as the one with this number. */
    OutgoingRecord record(long number) {
        return new OutgoingRecord(number, partitionKey, explicitHashKey, payload);
    }

    @Override
    public void write(DataOutput out) {
        throw new UnsupportedOperationException("a row goes from its SerDe to its file within one task");
    }

    @Override
    public void readFields(DataInput in) {
        throw new UnsupportedOperationException("a row goes from its SerDe to its file within one task");
    }
}
