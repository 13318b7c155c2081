package io.millrace.read;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.Fresh;
import io.millrace.client.ShardPages;
import io.millrace.client.StreamException;
import io.millrace.client.StreamReader.IteratorStart;
import io.millrace.client.StreamReader.StoredRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The pages of a split whose wanted records may begin late. The first page is read all the same, since the split's first
 * record tells whether what follows has expired; when what is wanted lies beyond that page, the reading goes on there.
 */
final class SkippingPages implements PageSource {
    /** Records of the first page: a small split is read by it, and of a large one little is read in vain. */
    private static final int LOOK = 1000;

    private final Skip skip;
    private final Function<IteratorStart, ShardPages> walk;
    private final Function<IteratorStart, PolledPages> open;
    private final int batchSize;
    private final PolledPages head;
    private PageSource pages;
    private Optional<StoredRecord> reached = Optional.empty();
    private boolean decided;

    /**
     * Pages that skip.
     *
     * @param head from the split's beginning on; closed by {@link #close}
     * @param walk starts a walk through the split's shard
     * @param open the split's pages from another place on; nothing but {@code head} needs to be closed
     * @param batchSize records per call
     */
    SkippingPages(
            PolledPages head,
            Skip skip,
            Function<IteratorStart, ShardPages> walk,
            Function<IteratorStart, PolledPages> open,
            int batchSize) {
        this.head = head;
        this.skip = skip;
        this.walk = walk;
        this.open = open;
        this.batchSize = batchSize;
        this.pages = head;
        head.askFor(Math.min(LOOK, batchSize));
    }

    @Override
    public List<StoredRecord> next() {
        if (reached.filter(record -> record.sequenceNumber().compareTo(skip.last()) >= 0)
                .isPresent()) {
            return List.of();
        }
        if (decided || reached.isEmpty()) {
            return remember(pages.next());
        }
        decided = true;
        head.askFor(batchSize);
        return remember(skipFrom(reached.get()));
    }

    private List<StoredRecord> skipFrom(StoredRecord record) {
        Optional<SequenceNumber> number = skip.numberAfter(record);
        if (number.isPresent()) {
            return goTo(new IteratorStart.At(number.get()));
        }
        Optional<Instant> time = skip.timeAfter(record);
        return time.isPresent() ? goTo(time.get()) : pages.next();
    }

    /** A time is only worth going to when the split's last record came later: else the shard may hold nothing there. */
    private List<StoredRecord> goTo(Instant time) {
        ShardPages end = walk.apply(new IteratorStart.At(skip.last()));
        Optional<StoredRecord> last = Optional.empty();
        for (int i = 0; i < RecordProbe.EMPTY_AT_TIP && last.isEmpty() && !end.isOver(); i++) {
            last = end.next(1).stream()
                    .filter(record -> record.sequenceNumber().equals(skip.last()))
                    .findFirst();
        }
        if (last.filter(record -> record.arrival().isBefore(time)).isPresent()) {
            return List.of(last.get());
        }
        return last.isPresent() || end.isOver() ? goTo(new IteratorStart.AtTime(time)) : pages.next();
    }

    private List<StoredRecord> goTo(IteratorStart place) {
        PolledPages there = open.apply(place);
        try {
            List<StoredRecord> page = there.next();
            pages = there;
            return page;
        } catch (StreamException.Refused e) {
            // A number from another shard, a time that the service's clock has not reached: nothing to begin with.
            return pages.next();
        }
    }

    /** Never goes back, whatever the service takes for the place that was asked for. */
    private List<StoredRecord> remember(List<StoredRecord> page) {
        List<StoredRecord> fresh = fresh(page);
        while (fresh.isEmpty() && !page.isEmpty()) {
            page = pages.next();
            fresh = fresh(page);
        }
        if (!fresh.isEmpty()) {
            reached = Optional.of(fresh.get(fresh.size() - 1));
        }
        return fresh;
    }

    private List<StoredRecord> fresh(List<StoredRecord> page) {
        return Fresh.of(page, reached.map(StoredRecord::sequenceNumber));
    }

    @Override
    public boolean isOvertaken() {
        return pages.isOvertaken();
    }

    @Override
    public void close() {
        head.close();
    }
}
