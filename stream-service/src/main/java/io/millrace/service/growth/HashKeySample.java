package io.millrace.service.growth;

import io.millrace.service.stream.HashKey;
import io.millrace.service.stream.HashKeyRange;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Some of the hash keys that a shard has seen, each seen one as likely as any other (a reservoir), and where they part
 * into halves. Bounded; not thread-safe.
 */
final class HashKeySample {
    private static final int MOST = 512;
    /** Each half must take at least this part of the records, else splitting helps nobody: one key has nearly all. */
    private static final int LEAST_PART = 8;

    private final HashKey[] kept = new HashKey[MOST];
    private long seen;

    void add(HashKey hashKey) {
        if (seen < MOST) {
            kept[(int) seen] = hashKey;
        } else {
            long place = ThreadLocalRandom.current().nextLong(seen + 1);
            if (place < MOST) {
                kept[(int) place] = hashKey;
            }
        }
        seen++;
    }

    void clear() {
        Arrays.fill(kept, null);
        seen = 0;
    }

    /**
     * Where the upper half of the records begins.
     *
     * @param range of the shard
     * @return empty when no place parts the records into two that are both worth a shard
     */
    Optional<BigInteger> median(HashKeyRange range) {
        int size = (int) Math.min(seen, MOST);
        if (size < 2) {
            return Optional.empty();
        }
        HashKey[] sorted = Arrays.copyOf(kept, size);
        Arrays.sort(sorted);
        int upper = size / 2;
        int least = (size + LEAST_PART - 1) / LEAST_PART;
        // Where many records have the median itself, they stay together: on the side that is the smaller with them.
        int first = upper;
        while (first > 0 && sorted[first - 1].equals(sorted[upper])) {
            first--;
        }
        int behind = upper;
        while (behind < size && sorted[behind].equals(sorted[upper])) {
            behind++;
        }
        int cut = upper - first <= behind - upper ? first : behind;
        if (cut < least || size - cut < least) {
            return Optional.empty();
        }
        return Optional.of(sorted[cut].value()).filter(range::canSplitAt);
    }
}
