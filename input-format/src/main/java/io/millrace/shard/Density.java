package io.millrace.shard;

import io.millrace.client.StreamReader.StoredRecord;
import java.time.Duration;
import java.util.List;

/**
 * How much a shard got in how much time, as far as some of its records show it.
 *
 * @param records how many were seen, at least one
 * @param bytes their size together
 * @param span from the first one's arrival to the last one's
 */
record Density(int records, long bytes, Duration span) {
    /** How many records a look takes along: enough for the rest of a quiet shard, little of a busy one. */
    private static final int LOOK_RECORDS = 1000;
    /** An eighth of a second of a shard's quota. */
    private static final long LOOK_BYTES = 256 << 10;

    /** Two full pages. */
    private static final long SOON_RECORDS = 20_000;
    /** Two seconds of a shard's quota. */
    private static final long SOON_BYTES = 4 << 20;

    /** The density of some records in their order; times that go backwards count as none. */
    static Density of(List<StoredRecord> seen) {
        long bytes = seen.stream().mapToLong(record -> record.data().size()).sum();
        Duration span = Duration.between(
                seen.get(0).arrival(), seen.get(seen.size() - 1).arrival());
        return new Density(seen.size(), bytes, span.isNegative() ? Duration.ZERO : span);
    }

    /** How many records to ask for to learn more. */
    int look() {
        long each = Math.max(1, bytes / records);
        return (int) Math.max(1, Math.min(LOOK_RECORDS, LOOK_BYTES / each));
    }

    /** Whether it is quicker to read what came in a time than to look for where it ends. */
    boolean isSoonRead(Duration time) {
        if (time.isNegative() || time.isZero()) {
            return true;
        }
        // Records of one and the same time say nothing about how many there are of another.
        if (span.isZero()) {
            return false;
        }
        double times = (double) time.toMillis() / Math.max(1, span.toMillis());
        return records * times <= SOON_RECORDS && bytes * times <= SOON_BYTES;
    }
}
