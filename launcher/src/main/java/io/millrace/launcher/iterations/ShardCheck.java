package io.millrace.launcher.iterations;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.SequenceRange;
import io.millrace.checkpoint.ShardPlan;
import io.millrace.client.StreamReader.IteratorStart;

/**
 * What is left in the stream of the range that an iteration reads of one shard.
 *
 * @param records how many of the range's records are there
 */
record ShardCheck(ShardPlan plan, Verdict verdict, long records) {
    /** How much of a range is left. */
    enum Verdict {
        /** From its first to its last record. */
        WHOLE,
        /** The beginning is gone: it has expired. */
        TRIMMED,
        /** Nothing is left: all of it has expired, and perhaps the shard. */
        EXPIRED,
        /** The end is missing although records before it are there, which expiry does not do. */
        CUT_SHORT
    }

    /** Reads the range again. */
    static ShardCheck of(ShardPlan plan, SequenceRange range, boolean listed, ShardWalk walk) {
        if (!listed) {
            return new ShardCheck(plan, Verdict.EXPIRED, 0);
        }
        long[] count = new long[1];
        SequenceNumber[] ends = new SequenceNumber[2];
        walk.visit(plan.shard(), new IteratorStart.At(range.first()), record -> {
            if (record.sequenceNumber().isAfter(range.last())) {
                return false;
            }
            ends[0] = ends[0] == null ? record.sequenceNumber() : ends[0];
            ends[1] = record.sequenceNumber();
            count[0]++;
            return !record.sequenceNumber().equals(range.last());
        });
        return new ShardCheck(plan, verdict(plan, range, ends), count[0]);
    }

    private static Verdict verdict(ShardPlan plan, SequenceRange range, SequenceNumber[] ends) {
        if (ends[0] == null) {
            return Verdict.EXPIRED;
        }
        if (!ends[0].equals(range.first())) {
            return Verdict.TRIMMED;
        }
        // The end of a finished shard is the number at which it was closed, which no record needs to have.
        return plan.finished() || ends[1].equals(range.last()) ? Verdict.WHOLE : Verdict.CUT_SHORT;
    }
}
