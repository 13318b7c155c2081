package io.millrace.filter;

import io.millrace.checkpoint.Shard;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hash keys of a shard, from {@code lowest} to {@code highest}, both inclusive. A record whose producer names no hash
 * key of its own lies in the shard that has the MD5 of its partition key.
 */
public record HashKeys(BigInteger lowest, BigInteger highest) {
    public static HashKeys of(Shard shard) {
        return new HashKeys(shard.startingHashKey(), shard.endingHashKey());
    }

    /** Whether a hash key is among them. */
    public boolean contain(BigInteger hash) {
        return lowest.compareTo(hash) <= 0 && hash.compareTo(highest) <= 0;
    }

    /** The hash key of a partition key. */
    public static BigInteger hash(String partitionKey) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            return new BigInteger(1, md5.digest(partitionKey.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
