package io.millrace.service.stream;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A record's hash key, an unsigned integer of 128 bits that says which shard takes it.
 *
 * @param high its higher 64 bits
 * @param low its lower ones
 */
public record HashKey(long high, long low) implements Comparable<HashKey> {
    // Looking the algorithm up costs more than the digest of a short key.
    private static final ThreadLocal<MessageDigest> MD5 = ThreadLocal.withInitial(HashKey::md5);

    /** The MD5 of a partition key. */
    public static HashKey of(String partitionKey) {
        ByteBuffer digest = ByteBuffer.wrap(MD5.get().digest(partitionKey.getBytes(StandardCharsets.UTF_8)));
        return new HashKey(digest.getLong(), digest.getLong());
    }

    /** The hash key with a value from 0 to {@link HashKeyRange#MAX}. */
    public static HashKey of(BigInteger value) {
        return new HashKey(value.shiftRight(Long.SIZE).longValue(), value.longValue());
    }

    /** The same number. */
    public BigInteger value() {
        return new BigInteger(
                1,
                ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array());
    }

    @Override
    public int compareTo(HashKey other) {
        int order = Long.compareUnsigned(high, other.high);
        return order == 0 ? Long.compareUnsigned(low, other.low) : order;
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
