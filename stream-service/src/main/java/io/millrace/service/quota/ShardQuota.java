package io.millrace.service.quota;

import java.time.InstantSource;

/** What one shard of a provisioned stream takes and gives in a second. Thread-safe. */
final class ShardQuota {
    private static final long BYTES_IN = 1 << 20;
    private static final long RECORDS_IN = 1_000;
    private static final long READS = 5;
    private static final long ITERATORS = 5;

    private final Allowance bytesIn;
    private final Allowance recordsIn;
    private final Allowance bytesOut;
    private final Allowance reads;
    private final Allowance iterators;

    ShardQuota(InstantSource clock) {
        bytesIn = new Allowance(BYTES_IN, clock);
        recordsIn = new Allowance(RECORDS_IN, clock);
        bytesOut = new Allowance(Quotas.BYTES_OUT, clock);
        reads = new Allowance(READS, clock);
        iterators = new Allowance(ITERATORS, clock);
    }

    /** @param bytes of the payload and the partition key */
    boolean takes(long bytes) {
        if (!recordsIn.take(1)) {
            return false;
        }
        if (bytesIn.take(bytes)) {
            return true;
        }
        // What was refused counts for nothing.
        recordsIn.giveBack(1);
        return false;
    }

    boolean givesPage() {
        return bytesOut.isOpen() && reads.take(1);
    }

    void gave(long bytes) {
        bytesOut.charge(bytes);
    }

    boolean givesIterator() {
        return iterators.take(1);
    }

    boolean isIdle() {
        return bytesIn.isIdle() && recordsIn.isIdle() && bytesOut.isIdle() && reads.isIdle() && iterators.isIdle();
    }
}
