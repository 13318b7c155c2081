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
 * after the last record that was read, so that none is read twice or skipped; a page that comes a second time is passed
 * over. Not thread-safe.
 *
 * <p>A walk that watches also notices when the shard's horizon overtakes it. Nothing in an answer tells that: the
 * record after the last one read is simply gone. So once the last record read is old enough to expire, the next page begins
 * with that record again. If it is still there, nothing after it has expired. A page may have no room for both, since records can be
 * as large as a page; then the walk goes on, and says that it has not seen both on one page.
 */
public final class ShardPages {
    /** A fresh iterator that expires at once, again and again, is a broken service. */
    private static final int RENEWALS = 5;

    private static final int MOST_PER_PAGE = 10_000;

    private final Access access;
    private final ShardId shard;
    private final Optional<ExpiryWatch> watch;
    private IteratorStart resume;
    private Optional<String> iterator = Optional.empty();
    private Optional<StoredRecord> last = Optional.empty();
    private Optional<RecordPage> page = Optional.empty();
    private boolean atTip;
    /** The next record must be the last one read, or it has expired. */
    private boolean anchored;

    private boolean broughtRecords;
    private boolean overtaken;
    /** The last page that had records was read for its anchor, and had nothing else. */
    private boolean anchorAlone;

    private boolean unproven;

    /** How a shard is reached: the API, and what guards its use. */
    public record Access(StreamReader reader, Retries retries, ReadBudget budget, ReadCounter.Meter meter) {}

    public ShardPages(Access access, ShardId shard, IteratorStart start) {
        this(access, shard, start, Optional.empty());
    }

    private ShardPages(Access access, ShardId shard, IteratorStart start, Optional<ExpiryWatch> watch) {
        this.access = access;
        this.shard = shard;
        this.watch = watch;
        this.resume = start;
    }

    /**
     * A walk that notices when it is overtaken.
     *
     * @param watch tells when that may be
     */
    public static ShardPages watching(Access access, ShardId shard, IteratorStart start, ExpiryWatch watch) {
        return new ShardPages(access, shard, start, Optional.of(watch));
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
        if (broughtRecords && mayExpire()) {
            anchor();
        }
        // One more, which is the anchor.
        int wanted = anchored ? Math.min(limit + 1, MOST_PER_PAGE) : limit;
        RecordPage read = read(wanted);
        // Without the anchor, and without what a repeated answer brings again.
        List<StoredRecord> records = Fresh.of(read.records(), lastNumber());
        page = Optional.of(read);
        iterator = read.next();
        count(read);
        check(read, records);
        broughtRecords = !records.isEmpty();
        if (!records.isEmpty()) {
            last = Optional.of(records.get(records.size() - 1));
            resume = new IteratorStart.After(last.get().sequenceNumber());
        }
        // A full page tells little: it may end less than a millisecond before the tip and still not be at it.
        atTip = read.next().isEmpty()
                || (read.behind().isZero() && read.records().size() < wanted);
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

    /** Whether records between the page before and the last page may have expired; only a watching walk knows. */
    public boolean isOvertaken() {
        return overtaken;
    }

    /**
     * Whether records between the page before and the last page may have expired, unless the last record of the page before is
     * there even now; only a watching walk knows.
     */
    public boolean isUnproven() {
        return unproven;
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
                return access.retries().call(() -> access.budget().call(() -> {
                    access.meter().add(ReadCounter.CALLS, 1);
                    return access.reader().records(from, limit);
                }));
            } catch (StreamException.IteratorExpired e) {
                if (renewals == RENEWALS) {
                    throw e;
                }
                access.meter().add(ReadCounter.EXPIRED_ITERATORS, 1);
                iterator = Optional.empty();
                if (mayExpire()) {
                    anchor();
                }
            }
        }
    }

    private boolean mayExpire() {
        return watch.isPresent() && last.filter(watch.get()::mayExpire).isPresent();
    }

    private void anchor() {
        iterator = Optional.empty();
        resume = new IteratorStart.At(last.orElseThrow().sequenceNumber());
        anchored = true;
        anchorAlone = false;
    }

    private void check(RecordPage read, List<StoredRecord> fresh) {
        overtaken = false;
        unproven = false;
        if (read.records().isEmpty() && read.next().isPresent()) {
            return;
        }
        if (anchored) {
            overtaken = read.records().stream().noneMatch(record -> record.sequenceNumber()
                    .equals(last.orElseThrow().sequenceNumber()));
            anchorAlone = !overtaken && fresh.isEmpty();
            anchored = false;
        } else {
            unproven = anchorAlone;
            anchorAlone = false;
        }
    }

    private String newIterator() {
        return access.retries()
                .call(() -> access.budget().iterator(() -> access.reader().iterator(shard, resume)));
    }

    private void count(RecordPage read) {
        access.budget().received(read.volume().charged());
        access.meter().add(ReadCounter.BYTES, read.volume().payload());
        if (read.records().isEmpty()) {
            access.meter().add(ReadCounter.EMPTY_PAGES, 1);
        }
    }
}
