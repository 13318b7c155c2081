package io.millrace.client;

import io.millrace.client.StreamReader.StoredRecord;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * How large the stored records of an answer are together, in bytes.
 *
 * @param payload of their payloads
 * @param charged what counts against the shard's quota: payloads and partition keys
 */
public record Volume(long payload, long charged) {
    /** Of these. */
    public static Volume of(List<StoredRecord> records) {
        return of(records, record -> record.data().size(), StoredRecord::partitionKey);
    }

    /** Of records of any type, by the bytes of the payload and the partition key that each has. */
    static <R> Volume of(List<R> records, ToIntFunction<R> payloadBytes, Function<R, String> partitionKey) {
        long payload = 0;
        long keys = 0;
        for (R record : records) {
            payload += payloadBytes.applyAsInt(record);
            keys += utf8Bytes(partitionKey.apply(record));
        }
        return new Volume(payload, payload + keys);
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
