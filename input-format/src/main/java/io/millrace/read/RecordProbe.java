package io.millrace.read;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.ShardPages;
import io.millrace.client.StreamException;
import io.millrace.client.StreamReader.IteratorStart;
import java.util.function.Function;

/** Asks by GetRecords whether a record of a shard is still there. For one thread. */
final class RecordProbe {
    /** An empty answer at the tip is asked again so often before it is believed. */
    static final int EMPTY_AT_TIP = 3;

    private final Function<IteratorStart, ShardPages> open;

    /**
     * A probe of one shard.
     *
     * @param open starts a walk through the shard
     */
    RecordProbe(Function<IteratorStart, ShardPages> open) {
        this.open = open;
    }

    /** What was found where a record should be. */
    enum Finding {
        THERE,
        /** Others were there or nothing, and more may come. */
        GONE,
        /** The same, and the shard is closed and holds nothing after it. */
        SHARD_ENDED
    }

    Finding look(SequenceNumber number) {
        try {
            return lookAt(number);
        } catch (StreamException.NotFound e) {
            // Why it is gone, whoever reads on in the shard finds out.
            return Finding.SHARD_ENDED;
        }
    }

    private Finding lookAt(SequenceNumber number) {
        ShardPages pages = open.apply(new IteratorStart.At(number));
        for (int i = 0; i < EMPTY_AT_TIP && !pages.isOver(); i++) {
            boolean found = pages.nextRecords(1).stream()
                    .anyMatch(record -> record.sequenceNumber().equals(number));
            if (found) {
                return Finding.THERE;
            }
            if (pages.last().isPresent()) {
                return Finding.GONE;
            }
        }
        return pages.isOver() ? Finding.SHARD_ENDED : Finding.GONE;
    }
}
