package io.millrace.shard;

import io.millrace.client.StreamReader.StoredRecord;
import io.millrace.client.Volume;
import java.time.Duration;
import java.util.List;

/**
 * How much a shard got in how much time, as far as some of its records show it.
 *
 * @param records how many were seen, at least one
 * @param bytes what they take of the shard's quota together
 * @param span in which they arrived, at least a millisecond
 */
record Density(int records, long bytes, Duration span) {
    /** The most records that a call gives. */
    private static final int PAGE_RECORDS = 10_000;
    /** What is soon read: half a second of a shard's quota on average, which is what two or three calls take. */
    private static final long PAGE_BYTES = 2 << 20;

    /** How many records a look takes along: enough for the rest of a quiet shard, little of a busy one. */
    private static final int LOOK_RECORDS = 1000;
    /** An eighth of a second of a shard's quota. */
    private static final long LOOK_BYTES = 256 << 10;

    /** What a shard takes in a second; the stream service takes more unless it is told its quotas. */
    private static final double MOST_RECORDS = 1000;

    private static final double MOST_BYTES = 1 << 20;

    /**
     * The density of some records in their order. If their times tell nothing of how long they took to arrive, they are taken to have
     * come as quickly as a shard takes them.
     */
    static Density of(List<StoredRecord> seen) {
        long bytes = Volume.of(seen).charged();
        int count = seen.size();
        long between = Duration.between(
                        seen.get(0).arrival(), seen.get(count - 1).arrival())
                .toMillis();
        // The time before the first one belongs to it.
        double millis = between > 0
                ? (double) between * count / (count - 1)
                : 1000 * Math.max(count / MOST_RECORDS, bytes / MOST_BYTES);
        return new Density(count, bytes, Duration.ofMillis((long) Math.ceil(millis)));
    }

    /** How many records to ask for to learn more. */
    int look() {
        return Math.min(LOOK_RECORDS, recordsOf(LOOK_BYTES));
    }

    /** How many records to ask for when the rest is soon read. */
    int page() {
        return recordsOf(PAGE_BYTES);
    }

    /** How many records to ask for when the rest arrived in a time, if the shard's quotas hold for it. */
    int within(Duration time) {
        return recordsOf((long) (time.toMillis() / 1000.0 * MOST_BYTES));
    }

    private int recordsOf(long size) {
        long each = Math.max(1, bytes / records);
        return (int) Math.max(1, Math.min(PAGE_RECORDS, size / each));
    }

    /** Whether what came in a time, which may be negative, is read by one call, sooner than its end is found by looks. */
    boolean isSoonRead(Duration time) {
        return time.compareTo(soon()) <= 0;
    }

    /** The longest time whose records are soon read, at least a millisecond. */
    Duration soon() {
        double times = Math.min((double) PAGE_RECORDS / records, (double) PAGE_BYTES / Math.max(1, bytes));
        return Duration.ofMillis(Math.max(1, (long) (span.toMillis() * times)));
    }
}
