package io.millrace.launcher.put;

import io.millrace.launcher.UserError;
import io.millrace.write.RecordLimits;
import java.nio.charset.StandardCharsets;

/** Chooses the partition key of a line, which decides its shard. Implementations are thread-safe. */
public interface PartitionKeys {
    /** The most characters that the Kinesis API allows. */
    int MAX_CHARACTERS = RecordLimits.KEY_CHARACTERS;

    /**
     * The key of one line, 1 to {@value #MAX_CHARACTERS} characters.
     *
     * @throws UserError when the line has no usable key
     */
    String of(Line line);

    /** A random key of 16 characters for each line: the lines spread evenly over the shards. */
    static PartitionKeys random() {
        return line -> RecordLimits.anyKey();
    }

    /**
     * A field of the line as its key: lines with the same value are in the same shard, in order.
     *
     * @param field 1 for the first of the fields, which are separated by white space
     */
    static PartitionKeys field(int field) {
        if (field < 1) {
            throw new UserError("--partition-key-field " + field + " is not a field; the first one is 1");
        }
        return line -> {
            String text = new String(line.bytes(), StandardCharsets.UTF_8).strip();
            String[] fields = text.split("\\s+", field + 1);
            if (fields.length < field || text.isEmpty()) {
                throw new UserError("line " + line.number() + " has no field " + field + " for the partition key");
            }
            String key = fields[field - 1];
            if (key.codePointCount(0, key.length()) > MAX_CHARACTERS) {
                throw new UserError("field " + field + " of line " + line.number() + " is longer than the "
                        + MAX_CHARACTERS + " characters of a partition key");
            }
            return key;
        };
    }
}
