package io.millrace.service.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A record's partition key on disk: its length in bytes (2), -1 when the record has none, and later the bytes themselves
 * in UTF-8. Stateless.
 */
public final class KeyBytes {
    private static final byte[] NOTHING = {};
    private static final short NONE = -1;

    private KeyBytes() {}

    /** The bytes of a key; none of no key. */
    public static byte[] of(String partitionKey) {
        return partitionKey == null ? NOTHING : partitionKey.getBytes(StandardCharsets.UTF_8);
    }

    /** Writes the length. */
    public static ByteBuffer putLength(ByteBuffer out, String partitionKey, byte[] bytes) {
        return out.putShort(partitionKey == null ? NONE : (short) bytes.length);
    }

    /** How many bytes follow for a length that was read. */
    public static int count(short length) {
        return Math.max(0, length);
    }

    /** The key, from where its bytes are; null when the record has none. */
    public static String key(byte[] in, int from, short length) {
        return length == NONE ? null : new String(in, from, length, StandardCharsets.UTF_8);
    }
}
