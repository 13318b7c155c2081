package io.millrace.shard;

import io.millrace.checkpoint.Position;
import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.SequenceRange;
import io.millrace.checkpoint.Shard;
import io.millrace.checkpoint.StreamSurvey.Reach;
import io.millrace.client.ShardPages;
import io.millrace.client.StreamException;
import io.millrace.client.StreamReader.IteratorStart;
import io.millrace.client.StreamReader.StoredRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds what one shard holds from a position up to its tip. What it answers rests on sequence numbers of records that it
 * has seen, never on times. For one thread.
 */
final class ReachSearch {
    /** Records of a first look, which in a quiet shard is the last one too. */
    private static final int LOOK = 100;
    /** A service that never tells a closed shard's end is broken. */
    private static final int MOST_EMPTY = 100;

    private final Shard shard;
    private final Function<IteratorStart, ShardPages> open;
    private final TipHint hint;

    /**
     * A search in one shard.
     *
     * @param open starts a walk through the shard
     * @param hint shared by the searches in all shards of the stream
     */
    ReachSearch(Shard shard, Function<IteratorStart, ShardPages> open, TipHint hint) {
        this.shard = shard;
        this.open = open;
        this.hint = hint;
    }

    Reach reach(Position from) {
        if (from instanceof Position.After after) {
            return after(after.number());
        }
        if (from instanceof Position.AtTimestamp at) {
            Reach found = from(new IteratorStart.AtTime(at.time()));
            // With nothing since then, the reader still has to know where to go on: after all that is older.
            return found.records().isPresent() ? found : tipOnly();
        }
        return from instanceof Position.Latest ? tipOnly() : from(new IteratorStart.TrimHorizon());
    }

    private Reach tipOnly() {
        return shard.isClosed()
                ? new Reach(Optional.empty(), shard.end(), false)
                : new Reach(
                        Optional.empty(), from(new IteratorStart.TrimHorizon()).tip(), false);
    }

    private Reach from(IteratorStart start) {
        ShardPages pages = open.apply(start);
        Optional<SequenceRange> range = range(pages, firstOf(nextRecords(pages)));
        return new Reach(range, range.map(SequenceRange::last), false);
    }

    private Reach after(SequenceNumber anchor) {
        if (shard.end().filter(end -> !end.isAfter(anchor)).isPresent()) {
            return new Reach(Optional.empty(), Optional.of(anchor), false);
        }
        ShardPages pages = open.apply(new IteratorStart.At(anchor));
        // The anchor itself shows that nothing after it has expired.
        List<StoredRecord> head = nextRecords(pages);
        boolean anchored = firstOf(head)
                .filter(record -> record.sequenceNumber().equals(anchor))
                .isPresent();
        Optional<StoredRecord> first = firstOf(head.stream()
                .filter(record -> record.sequenceNumber().isAfter(anchor))
                .toList());
        if (first.isEmpty() && !(shard.isClosed() ? pages.isOver() : pages.isAtTip())) {
            first = firstOf(nextRecords(pages));
        }
        Optional<SequenceRange> range = range(pages, first);
        return new Reach(range, range.map(SequenceRange::last).or(() -> Optional.of(anchor)), !anchored);
    }

    /**
     * The next records. That nothing follows for now is believed of an open shard, of which a later iteration reads on; a
     * closed one is never asked again, so it must come to its end.
     */
    private List<StoredRecord> nextRecords(ShardPages pages) {
        List<StoredRecord> records = pages.nextRecords(look());
        for (int empty = 1; records.isEmpty() && shard.isClosed() && !pages.isOver(); empty++) {
            if (empty == MOST_EMPTY) {
                throw new StreamException.Unavailable(
                        "the service answers for shard " + shard.id() + ", again and again, without records and without"
                                + " its end, although it is closed",
                        null);
            }
            records = pages.nextRecords(look());
        }
        return records;
    }

    private Optional<SequenceRange> range(ShardPages pages, Optional<StoredRecord> first) {
        return first.map(StoredRecord::sequenceNumber)
                .map(number ->
                        new SequenceRange(number, shard.end().orElseGet(() -> new TipSearch(open, pages, hint).tip())));
    }

    /** Of a closed shard only the beginning is needed: the anchor and the first new record. */
    private int look() {
        return shard.isClosed() ? 2 : LOOK;
    }

    private static Optional<StoredRecord> firstOf(List<StoredRecord> records) {
        return records.stream().findFirst();
    }
}
