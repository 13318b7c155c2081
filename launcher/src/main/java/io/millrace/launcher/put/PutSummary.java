package io.millrace.launcher.put;

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

    PutSummary plus(Batch batch, long repeatedNow) {
        return new PutSummary(records + batch.entries().size(), bytes + batch.bytes(), repeated + repeatedNow, skipped);
    }

    PutSummary plusSkipped() {
        return new PutSummary(records, bytes, repeated, skipped + 1);
    }
}
