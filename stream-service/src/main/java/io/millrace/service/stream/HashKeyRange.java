package io.millrace.service.stream;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The hash keys that a shard takes, both ends included. A record's hash key is the MD5 of its partition key as a
 * 128-bit unsigned integer, unless the producer names one.
 */
public record HashKeyRange(BigInteger start, BigInteger end) {
    /** The greatest hash key, 2^128 - 1. */
    public static final BigInteger MAX = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

    /** Equal parts of all hash keys, in order; the last one takes what is left over. */
    public static List<HashKeyRange> uniform(int shards) {
        BigInteger size = BigInteger.ONE.shiftLeft(128).divide(BigInteger.valueOf(shards));
        List<HashKeyRange> ranges = new ArrayList<>(shards);
        for (int i = 0; i < shards; i++) {
            BigInteger start = size.multiply(BigInteger.valueOf(i));
            BigInteger end = i == shards - 1 ? MAX : start.add(size).subtract(BigInteger.ONE);
            ranges.add(new HashKeyRange(start, end));
        }
        return ranges;
    }

    /** One of them, each as likely as another. */
    public BigInteger any(Random random) {
        // So many bits more that no key is more likely than another by what anybody could notice.
        BigInteger size = end.subtract(start).add(BigInteger.ONE);
        return start.add(new BigInteger(192, random).mod(size));
    }

    /** Whether both ends can be split off at {@code newStart}, as SplitShard demands it. */
    public boolean canSplitAt(BigInteger newStart) {
        return newStart.compareTo(start.add(BigInteger.ONE)) > 0 && newStart.compareTo(end) < 0;
    }

    public HashKeyRange below(BigInteger newStart) {
        return new HashKeyRange(start, newStart.subtract(BigInteger.ONE));
    }

    public HashKeyRange from(BigInteger newStart) {
        return new HashKeyRange(newStart, end);
    }

    /** Whether the other one begins where this one ends. */
    public boolean isRightBelow(HashKeyRange other) {
        return end.add(BigInteger.ONE).equals(other.start);
    }

    /** The range over both of two adjacent ones. */
    public HashKeyRange union(HashKeyRange other) {
        return new HashKeyRange(start.min(other.start), end.max(other.end));
    }
}
