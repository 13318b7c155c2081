package io.millrace.service.log;

/**
 * A record that is about to be appended. The array is not copied: whoever hands it in leaves it alone afterwards.
 *
 * @param partitionKey at most 256 characters; null: the producer gave none, as it may for some streams
 * @param data at most 10 MiB
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy of each payload would cost more than it protects
public record NewRecord(String partitionKey, byte[] data) {
    /** What counts against the API's limits: payload and partition key, in bytes. */
    public long size() {
        return (long) data.length + (partitionKey == null ? 0 : partitionKey.length());
    }
}
