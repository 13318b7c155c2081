package io.millrace.service.growth;

import io.millrace.service.stream.HashKey;
import io.millrace.service.stream.HashKeyRange;
import java.math.BigInteger;
import java.util.Optional;

/**
 * How much one shard takes, and where: what came since it was last asked, and the hash keys of the whole time for which
 * it has been hot. Thread-safe.
 */
final class ShardHeat {
    private final HashKeySample sample = new HashKeySample();
    private long bytes;
    private long records;
    private int hotSlices;

    synchronized void add(HashKey hashKey, long size) {
        bytes += size;
        records++;
        sample.add(hashKey);
    }

    /** A slice of time is over: tells in how many of them, without a break, the shard has been hot. */
    synchronized int endSlice(double seconds, Threshold threshold) {
        boolean hot = threshold.isReached(bytes / seconds, records / seconds);
        bytes = 0;
        records = 0;
        if (hot) {
            hotSlices++;
        } else {
            hotSlices = 0;
            sample.clear();
        }
        return hotSlices;
    }

    /** Where the upper half of what came in the hot time begins; empty when no place parts it usefully. */
    synchronized Optional<BigInteger> median(HashKeyRange range) {
        return sample.median(range);
    }

    /** From what rates on a shard is hot. */
    record Threshold(double bytesPerSecond, double recordsPerSecond) {
        boolean isReached(double bytes, double records) {
            return bytes >= bytesPerSecond || records >= recordsPerSecond;
        }
    }
}
