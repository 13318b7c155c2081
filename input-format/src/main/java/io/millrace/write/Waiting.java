package io.millrace.write;

import io.millrace.client.OutgoingRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Records that are not acknowledged yet, in their order. Not thread-safe.
 *
 * <p>Invariant: a batch has no two records of one partition key, and none whose key an earlier waiting record has. A call
 * may refuse any of its records, so only this keeps the order of a key. Without an order to keep, any record may go.
 */
final class Waiting {
    private final Deque<Entry> entries = new ArrayDeque<>();
    private final boolean ordered;
    private long bytes;

    Waiting(boolean ordered) {
        this.ordered = ordered;
    }

    /** One that waits, how often it was refused and how long it has waited. */
    static final class Entry {
        private final OutgoingRecord record;
        private final long size;
        private int attempts;
        private Duration throttledFor = Duration.ZERO;
        private Duration failingFor = Duration.ZERO;
        private long notBefore;
        private boolean mayGo = true;
        private boolean acknowledged;

        Entry(OutgoingRecord record) {
            this.record = record;
            this.size = record.size();
        }

        OutgoingRecord record() {
            return record;
        }

        long size() {
            return size;
        }

        int attempts() {
            return attempts;
        }

        void acknowledge() {
            acknowledged = true;
        }

        /** Lets it wait; returns how long it has waited in all, for quota or else for a service that fails. */
        Duration refuse(boolean throttled, Duration pause, long now) {
            attempts++;
            notBefore = now + pause.toNanos();
            mayGo = false;
            if (throttled) {
                throttledFor = throttledFor.plus(pause);
                return throttledFor;
            }
            failingFor = failingFor.plus(pause);
            return failingFor;
        }

        private boolean mayGo(long now) {
            mayGo = mayGo || now - notBefore >= 0;
            return mayGo;
        }
    }

    void add(OutgoingRecord record) {
        Entry entry = new Entry(record);
        entries.add(entry);
        bytes += entry.size;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    int size() {
        return entries.size();
    }

    /** Bytes of data and partition keys. */
    long bytes() {
        return bytes;
    }

    /** What one call can carry at this moment, in order; nothing when all must wait. */
    List<Entry> batch(long now) {
        List<Entry> batch = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        long size = 0;
        for (Entry entry : entries) {
            if (batch.size() == RecordLimits.CALL_RECORDS) {
                break;
            }
            boolean first = !ordered || keys.add(entry.record.partitionKey());
            if (first && entry.mayGo(now)) {
                if (!batch.isEmpty() && size + entry.size > RecordLimits.CALL_BYTES) {
                    break;
                }
                batch.add(entry);
                size += entry.size;
            }
        }
        return batch;
    }

    /** How long it is until one of them may go, when none may now. */
    Duration untilNext(long now) {
        // One that may go is held back by an earlier one of its key, for which this waits.
        long least = entries.stream()
                .filter(entry -> !entry.mayGo)
                .mapToLong(entry -> entry.notBefore - now)
                .min()
                .orElse(0);
        return Duration.ofNanos(Math.max(0, least));
    }

    /** Forgets those that are acknowledged. */
    void settle() {
        entries.removeIf(entry -> {
            bytes -= entry.acknowledged ? entry.size : 0;
            return entry.acknowledged;
        });
    }
}
