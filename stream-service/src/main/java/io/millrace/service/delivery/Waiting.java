package io.millrace.service.delivery;

import io.millrace.service.log.SequenceNumber;
import io.millrace.service.log.StoredRecord;

/** The records of a shard that were seen and not delivered yet: consecutive ones. Used by one thread. */
final class Waiting {
    private SequenceNumber first;
    private SequenceNumber last;
    private long count;
    private long bytes;

    void add(StoredRecord record) {
        if (count == 0) {
            first = record.sequenceNumber();
        }
        last = record.sequenceNumber();
        count++;
        bytes += record.size();
    }

    void clear() {
        count = 0;
        bytes = 0;
    }

    boolean isEmpty() {
        return count == 0;
    }

    long count() {
        return count;
    }

    /** Payloads and partition keys. */
    long bytes() {
        return bytes;
    }

    SequenceNumber first() {
        return first;
    }

    SequenceNumber last() {
        return last;
    }
}
