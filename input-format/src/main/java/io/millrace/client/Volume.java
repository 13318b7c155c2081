package io.millrace.client;

import io.millrace.client.StreamReader.StoredRecord;
import java.util.List;

/**
 * How large the stored records of an answer are together, in bytes.
 *
 * @param payload of their payloads
 * @param charged what counts against the shard's quota: payloads and partition keys
 */
public record Volume(long payload, long charged) {
    /** Of these. */
    public static Volume of(List<StoredRecord> records) {
        long payload = 0;
        long charged = 0;
        for (StoredRecord record : records) {
            payload += record.data().size();
            charged += charge(record.data().size(), record.partitionKey());
        }
        return new Volume(payload, charged);
    }

    /** What one record takes of the quota. */
    static long charge(int data, String partitionKey) {
        return (long) data + utf8Bytes(partitionKey);
    }

    /** How long a text is in UTF-8, without making it. */
    private static int utf8Bytes(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Of a surrogate pair's four bytes each half has two.
            bytes += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return bytes;
    }
}
