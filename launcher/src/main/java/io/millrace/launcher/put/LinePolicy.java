package io.millrace.launcher.put;

import io.millrace.client.OutgoingRecord;
import io.millrace.launcher.UserError;
import io.millrace.write.RecordLimits;

/**
 * Which lines can be records.
 *
 * @param maxBytes of a record: its data and its key
 * @param skipInvalid leave the others out, instead of ending with an error
 */
public record LinePolicy(int maxBytes, boolean skipInvalid) {
    /** What every stream takes. */
    public static final int DEFAULT_BYTES = RecordLimits.DEFAULT_RECORD_BYTES;
    /** The most that a stream can be configured to take. */
    static final int MOST_BYTES = RecordLimits.MOST_RECORD_BYTES;

    public LinePolicy {
        if (maxBytes < 1 || maxBytes > MOST_BYTES) {
            throw new UserError("--max-record-bytes " + maxBytes + " is not in 1 to " + MOST_BYTES);
        }
    }

    /** Whether a line can be a record with a key of so many bytes. */
    public boolean allows(Line line, int keyBytes) {
        return line.bytes().length > 0 && line.bytes().length + keyBytes <= maxBytes;
    }

    void check(Line line) {
        if (line.bytes().length == 0) {
            throw new UserError("line " + line.number() + " is empty and makes no record");
        }
        // Before the key is looked for in it: of a line that is too long only the beginning was read.
        if (line.bytes().length > maxBytes) {
            throw tooLong(line);
        }
    }

    void checkSize(Line line, String key) {
        if (OutgoingRecord.of(line.number(), key, line.bytes()).size() > maxBytes) {
            throw tooLong(line);
        }
    }

    private UserError tooLong(Line line) {
        return new UserError("line " + line.number() + " is longer than a record may be (" + maxBytes
                + " bytes with its partition key; see --max-record-bytes)");
    }
}
