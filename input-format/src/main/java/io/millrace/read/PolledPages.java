package io.millrace.read;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.ShardPages;
import io.millrace.client.StreamException;
import io.millrace.client.StreamReader;
import io.millrace.client.StreamReader.IteratorStart;
import io.millrace.client.StreamReader.StoredRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The pages of a split by GetRecords. An empty page means nothing, unless nothing follows although it should. */
final class PolledPages implements PageSource {
    /** A service that has the split's end and yet never answers with it is broken. */
    private static final int LOOKS = 100;

    private final StreamReader reader;
    private final RecordProbe probe;
    private final ShardPages pages;
    private int batchSize;
    private final SequenceNumber last;
    private int emptyAtTip;
    private int looks;
    private boolean overtaken;

    /**
     * Pages from a place on.
     *
     * @param reader closed by {@link #close}
     * @param open starts a walk through the split's shard
     * @param start where the split begins
     * @param batchSize records per call
     * @param last where the split ends, inclusive
     */
    PolledPages(
            StreamReader reader,
            Function<IteratorStart, ShardPages> open,
            IteratorStart start,
            int batchSize,
            SequenceNumber last) {
        this.reader = reader;
        this.probe = new RecordProbe(open);
        this.pages = open.apply(start);
        this.batchSize = batchSize;
        this.last = last;
    }

    /** From the next call on, asks for so many records per call. */
    void askFor(int records) {
        batchSize = records;
    }

    @Override
    public List<StoredRecord> next() {
        overtaken = false;
        while (!isOver()) {
            Optional<SequenceNumber> before = pages.lastNumber();
            List<StoredRecord> page = pages.next(batchSize);
            overtaken |= pages.isOvertaken() || (pages.isUnproven() && isGone(before.orElseThrow()));
            emptyAtTip = page.isEmpty() && pages.isAtTip() ? emptyAtTip + 1 : 0;
            if (!page.isEmpty()) {
                return page;
            }
        }
        return List.of();
    }

    private boolean isGone(SequenceNumber number) {
        return probe.look(number) != RecordProbe.Finding.THERE;
    }

    private boolean isOver() {
        return pages.isOver()
                || pages.lastNumber()
                        .filter(number -> number.compareTo(last) >= 0)
                        .isPresent()
                || (emptyAtTip >= RecordProbe.EMPTY_AT_TIP && !mayFollow());
    }

    /**
     * Whether the split's end, which was seen when it was planned, is in the shard all the same, or the shard is closed, so
     * that its end will come.
     */
    private boolean mayFollow() {
        if (probe.look(last) == RecordProbe.Finding.GONE) {
            return false;
        }
        emptyAtTip = 0;
        if (++looks == LOOKS) {
            throw new StreamException.Unavailable(
                    "the service answers without records, again and again, although the shard goes on after "
                            + pages.lastNumber().map(Object::toString).orElse("its beginning"),
                    null);
        }
        return true;
    }

    @Override
    public boolean isOvertaken() {
        return overtaken;
    }

    @Override
    public void close() {
        reader.close();
    }
}
