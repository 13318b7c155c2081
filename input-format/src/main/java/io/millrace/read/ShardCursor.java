package io.millrace.read;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.StreamReader.StoredRecord;
import io.millrace.split.KinesisSplit;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Hands out the stored records of a split in order, each once, and ends where the split ends: with the record of the last
 * sequence number, with the end of the shard, or when nothing follows although it should. For one thread.
 */
final class ShardCursor {
    private final KinesisSplit split;
    private final PageSource pages;
    private final LossGuard guard;
    private Iterator<StoredRecord> buffered = List.<StoredRecord>of().iterator();
    private Optional<SequenceNumber> reached = Optional.empty();
    private boolean done;

    /**
     * A cursor at the start of a split.
     *
     * @param pages of the split, from its start on
     */
    ShardCursor(KinesisSplit split, PageSource pages, LossGuard guard) {
        this.split = split;
        this.pages = pages;
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
            } else {
                List<StoredRecord> page = pages.next();
                buffered = page.iterator();
                if (pages.isOvertaken()) {
                    reached.ifPresent(guard::overtaken);
                }
                if (page.isEmpty()) {
                    done = true;
                    guard.ended(reached);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The stream has forgotten the shard, and with it whatever of the split was not handed out.
     *
     * @throws RecordsLostException when that must not be
     */
    void endWithoutShard() throws RecordsLostException {
        done = true;
        reached.ifPresent(guard::overtaken);
        guard.ended(reached);
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
}
