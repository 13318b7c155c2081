package io.millrace.service.log.rocks;

/**
 * Where a shard ends. Only the writer's thread changes it; the volatile fields may be read by any thread.
 */
final class ShardTail {
    final long createdSecond;

    /** Counter of the next record to come. The counters of a shard's records have no gaps: whoever finds one misses records that have expired. */
    long next = 1;

    /** Latest time of arrival given out; arrivals never go back within a shard, so that a time can be searched for. */
    long lastMillis;

    volatile boolean sealed;

    /** Counter after the last record that is on disk. Readers start from here, never from {@link #next}: a number that
     * a crash takes back is given to another record. */
    volatile long durable = 1;

    /** All records with a smaller counter are gone; keeps counters growing when no record is left. */
    volatile long trimmedBefore = 1;

    ShardTail(long createdSecond) {
        this.createdSecond = createdSecond;
    }
}
