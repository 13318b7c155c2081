package io.millrace.launcher.put;

import io.millrace.write.WriteCounter;

/**
 * What was put so far.
 *
 * @param records acknowledged
 * @param bytes of their data and keys
 * @param repeated single records that were refused and sent again
 * @param uncertain records that were sent again because no answer told what had become of them: they may be there twice
 * @param skipped lines that were left out
 */
public record PutSummary(long records, long bytes, long repeated, long uncertain, long skipped) {
    static final PutSummary NOTHING = new PutSummary(0, 0, 0, 0, 0);

    PutSummary plus(WriteCounter counter, long amount) {
        return switch (counter) {
            case RECORDS -> new PutSummary(records + amount, bytes, repeated, uncertain, skipped);
            case BYTES -> new PutSummary(records, bytes + amount, repeated, uncertain, skipped);
            case THROTTLED, FAILED -> new PutSummary(records, bytes, repeated + amount, uncertain, skipped);
            case UNCERTAIN -> new PutSummary(records, bytes, repeated, uncertain + amount, skipped);
            case CALLS, STAGED_RECORDS, STAGED_BYTES -> this;
        };
    }

    PutSummary plusSkipped() {
        return new PutSummary(records, bytes, repeated, uncertain, skipped + 1);
    }
}
