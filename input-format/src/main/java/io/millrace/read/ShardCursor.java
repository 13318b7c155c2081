package io.millrace.read;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.ShardPages;
import io.millrace.client.StreamReader.IteratorStart;
import io.millrace.client.StreamReader.StoredRecord;
import io.millrace.split.KinesisSplit;
import io.millrace.split.StartingPosition;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Hands out the stored records of a split in order, each once, and ends where the split ends: with the record of the last
 * sequence number, without one more call; with the end of the shard; or when nothing follows although it should. An empty
 * page means nothing. For one thread.
 */
final class ShardCursor {
    /** The tip is believed after so many empty pages there: the split's end was seen, so one may be a hiccup. */
    private static final int EMPTY_AT_TIP = 3;

    private final KinesisSplit split;
    private final ShardPages pages;
    private final int batchSize;
    private final LossGuard guard;
    private Iterator<StoredRecord> buffered = List.<StoredRecord>of().iterator();
    private Optional<SequenceNumber> reached = Optional.empty();
    private int emptyAtTip;
    private boolean done;

    /**
     * A cursor at the start of a split.
     *
     * @param open starts a walk through the split's shard
     * @param batchSize records per call
     */
    ShardCursor(KinesisSplit split, Function<IteratorStart, ShardPages> open, int batchSize, LossGuard guard) {
        this.split = split;
        this.pages = open.apply(start(split.start()));
        this.batchSize = batchSize;
        this.guard = guard;
    }

    /**
     * The next record, or empty at the split's end.
     *
     * @throws RecordsLostException when records have expired and that must not be
     */
    Optional<StoredRecord> next() throws RecordsLostException {
        while (!done) {
            if (buffered.hasNext()) {
                StoredRecord record = buffered.next();
                if (isWanted(record.sequenceNumber())) {
                    return Optional.of(record);
                }
            } else if (pages.isOver() || emptyAtTip == EMPTY_AT_TIP) {
                done = true;
                guard.ended(reached);
            } else {
                List<StoredRecord> page = pages.next(batchSize);
                emptyAtTip = page.isEmpty() && pages.isAtTip() ? emptyAtTip + 1 : 0;
                buffered = page.iterator();
            }
        }
        return Optional.empty();
    }

    private boolean isWanted(SequenceNumber number) throws RecordsLostException {
        guard.met(number);
        int toEnd = number.compareTo(split.end().last());
        done = toEnd >= 0;
        if (toEnd > 0) {
            guard.ended(reached);
            return false;
        }
        reached = Optional.of(number);
        return true;
    }

    private static IteratorStart start(StartingPosition start) {
        if (start instanceof StartingPosition.AtSequence at) {
            return new IteratorStart.At(at.first());
        }
        return start instanceof StartingPosition.AtTimestamp at
                ? new IteratorStart.AtTime(at.time())
                : new IteratorStart.TrimHorizon();
    }
}
