package io.millrace.client;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.ShardId;
import io.millrace.client.StreamReader.IteratorStart;
import io.millrace.client.StreamReader.RecordPage;
import io.millrace.client.StreamReader.StoredRecord;
import java.util.List;
import java.util.Optional;

/**
 * Walks through one shard a page at a time, within a budget and with retries. Renews an iterator that has expired, right
 * after the last record that was read, so that none is read twice or skipped. Not thread-safe.
 */
public final class ShardPages {
    /** A fresh iterator that expires at once, again and again, is a broken service. */
    private static final int RENEWALS = 5;

    private final Access access;
    private final ShardId shard;
    private IteratorStart resume;
    private Optional<String> iterator = Optional.empty();
    private Optional<StoredRecord> last = Optional.empty();
    private Optional<RecordPage> page = Optional.empty();
    private boolean atTip;

    /** How a shard is reached: the API, and what guards its use. */
    public record Access(StreamReader reader, Retries retries, ReadBudget budget, ReadCounter.Meter meter) {}

    public ShardPages(Access access, ShardId shard, IteratorStart start) {
        this.access = access;
        this.shard = shard;
        this.resume = start;
    }

    /**
     * The next page; it may be empty, which means nothing.
     *
     * @param limit the most records wanted
     * @throws IllegalStateException after the end
     */
    public List<StoredRecord> next(int limit) {
        if (isOver()) {
            throw new IllegalStateException("shard " + shard + " was read to its end");
        }
        RecordPage read = read(limit);
        List<StoredRecord> records = read.records();
        page = Optional.of(read);
        iterator = read.next();
        count(records);
        if (!records.isEmpty()) {
            last = Optional.of(records.get(records.size() - 1));
            resume = new IteratorStart.After(last.get().sequenceNumber());
        }
        // A full page tells little: it may end less than a millisecond before the tip and still not be at it.
        atTip = read.next().isEmpty() || (read.behind().isZero() && records.size() < limit);
        return records;
    }

    /** The next page with records; empty when nothing follows for now or ever. */
    public List<StoredRecord> nextRecords(int limit) {
        while (!isOver()) {
            List<StoredRecord> records = next(limit);
            if (!records.isEmpty() || atTip) {
                return records;
            }
        }
        return List.of();
    }

    /** The shard is closed and everything in it was read. */
    public boolean isOver() {
        return page.isPresent() && iterator.isEmpty();
    }

    /** Nothing followed the last page. */
    public boolean isAtTip() {
        return atTip;
    }

    /** The last record that was read. */
    public Optional<StoredRecord> last() {
        return last;
    }

    /** The last page that was read. */
    public Optional<RecordPage> page() {
        return page;
    }

    /** The sequence number of the last record that was read. */
    public Optional<SequenceNumber> lastNumber() {
        return last.map(StoredRecord::sequenceNumber);
    }

    private RecordPage read(int limit) {
        for (int renewals = 0; ; renewals++) {
            String from = iterator.orElseGet(this::newIterator);
            try {
                return access.retries().call(() -> call(from, limit));
            } catch (StreamException.IteratorExpired e) {
                if (renewals == RENEWALS) {
                    throw e;
                }
                access.meter().add(ReadCounter.EXPIRED_ITERATORS, 1);
                iterator = Optional.empty();
            }
        }
    }

    private RecordPage call(String from, int limit) {
        access.budget().awaitCall();
        access.meter().add(ReadCounter.CALLS, 1);
        try {
            return access.reader().records(from, limit);
        } catch (StreamException.Throttled e) {
            access.budget().throttled();
            throw e;
        }
    }

    private String newIterator() {
        return access.retries().call(() -> access.reader().iterator(shard, resume));
    }

    private void count(List<StoredRecord> records) {
        long bytes = records.stream().mapToLong(record -> record.data().size()).sum();
        access.budget().received(bytes);
        access.meter().add(ReadCounter.BYTES, bytes);
        if (records.isEmpty()) {
            access.meter().add(ReadCounter.EMPTY_PAGES, 1);
        }
    }
}
