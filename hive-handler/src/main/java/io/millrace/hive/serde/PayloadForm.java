package io.millrace.hive.serde;

import java.io.IOException;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.Writable;

/** Makes of a record's bytes the writable that a SerDe reads. Not thread-safe. */
@FunctionalInterface
interface PayloadForm {
    /**
     * The bytes as that writable, valid until the next call.
     *
     * @throws IOException when they are not of that form
     */
    Writable of(byte[] payload) throws IOException;

    static PayloadForm text() {
        Text text = new Text();
        return payload -> {
            text.set(payload);
            return text;
        };
    }

    static PayloadForm bytes() {
        // Not one that is used again: behind its end would be bytes of earlier records, which a SerDe that is misled by
        // a damaged record reads without noticing.
        return payload -> new BytesWritable(payload);
    }
}
