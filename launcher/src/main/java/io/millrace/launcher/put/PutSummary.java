package io.millrace.launcher.put;

import io.millrace.write.WriteCounter;

/**
 * What was put so far.
 *
 * @param records acknowledged
 * @param bytes of their data and keys
 * @param repeated single records that were refused and sent again
 * @param skipped lines that were left out
 */
public record PutSummary(long records, long bytes, long repeated, long skipped) {
    static final PutSummary NOTHING = new PutSummary(0, 0, 0, 0);

    PutSummary plus(WriteCounter counter, long amount) {
        return switch (counter) {
            case RECORDS -> new PutSummary(records + amount, bytes, repeated, skipped);
            case BYTES -> new PutSummary(records, bytes + amount, repeated, skipped);
            case THROTTLED, FAILED, UNCERTAIN -> new PutSummary(records, bytes, repeated + amount, skipped);
            case CALLS, STAGED_RECORDS, STAGED_BYTES -> this;
        };
    }

    PutSummary plusSkipped() {
        return new PutSummary(records, bytes, repeated, skipped + 1);
    }
}
