package io.millrace.service.log;

import java.nio.ByteBuffer;

/**
 * A record that is on disk.
 *
 * @param sequenceNumber its place in the shard, with its time of arrival
 * @param partitionKey as the producer gave it; null when it gave none
 * @param data the payload; array-backed, read-only by agreement
 * @param encrypted whether it is encrypted on disk
 */
public record StoredRecord(SequenceNumber sequenceNumber, String partitionKey, ByteBuffer data, boolean encrypted) {
    public StoredRecord(SequenceNumber sequenceNumber, String partitionKey, ByteBuffer data) {
        this(sequenceNumber, partitionKey, data, false);
    }

    /** What counts against the API's limits: payload and partition key, in bytes. */
    public long size() {
        return (long) data.remaining() + (partitionKey == null ? 0 : partitionKey.length());
    }
}
