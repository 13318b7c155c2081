package io.millrace.read;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.ShardPages;
import io.millrace.client.StreamReader;
import io.millrace.client.StreamReader.StoredRecord;
import java.util.List;

/** The pages of a split by GetRecords. An empty page means nothing, unless nothing follows although it should. */
final class PolledPages implements PageSource {
    /** The tip is believed after so many empty pages there: the split's end was seen, so one may be a hiccup. */
    static final int EMPTY_AT_TIP = 3;

    private final StreamReader reader;
    private final ShardPages pages;
    private final int batchSize;
    private final SequenceNumber last;
    private int emptyAtTip;

    /**
     * Pages from where a walk stands.
     *
     * @param reader closed by {@link #close}
     * @param batchSize records per call
     * @param last where the split ends, inclusive
     */
    PolledPages(StreamReader reader, ShardPages pages, int batchSize, SequenceNumber last) {
        this.reader = reader;
        this.pages = pages;
        this.batchSize = batchSize;
        this.last = last;
    }

    @Override
    public List<StoredRecord> next() {
        while (!isOver()) {
            List<StoredRecord> page = pages.next(batchSize);
            emptyAtTip = page.isEmpty() && pages.isAtTip() ? emptyAtTip + 1 : 0;
            if (!page.isEmpty()) {
                return page;
            }
        }
        return List.of();
    }

    private boolean isOver() {
        return pages.isOver()
                || emptyAtTip == EMPTY_AT_TIP
                || pages.lastNumber()
                        .filter(number -> number.compareTo(last) >= 0)
                        .isPresent();
    }

    @Override
    public void close() {
        reader.close();
    }
}
