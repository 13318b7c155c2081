package io.millrace.mapred;

import io.millrace.config.TextSettings;
import io.millrace.read.KinesisRecordWritable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.io.Text;

/**
 * Makes a line of a record: what a process reads line by line must not find a record's end where there is none. Not
 * thread-safe.
 */
final class TextLines {
    private static final byte[] TAB = {'\t'};

    private final TextSettings settings;
    private final boolean metadata;

    /**
     * Lines as the settings say.
     *
     * @param metadata whether values begin with where the record comes from
     */
    TextLines(TextSettings settings, boolean metadata) {
        this.settings = settings;
        this.metadata = metadata;
    }

    /**
     * Writes a record as key and value; of a record that can't be read, the payload is left away.
     *
     * @throws IOException which names the record, when its payload has line ends and must not
     */
    void write(KinesisRecordWritable record, Text key, Text value) throws IOException {
        byte[] partitionKey = field(record.getPartitionKey());
        key.set(settings.key() == TextSettings.Key.PARTITION_KEY ? partitionKey : field(record.getSequenceNumber()));
        value.clear();
        if (metadata) {
            for (byte[] one : List.of(
                    field(record.getShardId()),
                    field(record.getSequenceNumber()),
                    field(Long.toString(record.getSubSequenceNumber())),
                    field(Long.toString(record.getApproximateArrivalTimestamp())),
                    partitionKey)) {
                value.append(one, 0, one.length);
                value.append(TAB, 0, 1);
            }
        }
        if (record.isReadable()) {
            appendPayload(record, value);
        }
    }

    private void appendPayload(KinesisRecordWritable record, Text value) throws IOException {
        byte[] payload = record.getPayload();
        int length = withoutLineEnd(payload);
        if (isOneLine(payload, length)) {
            value.append(payload, 0, length);
            return;
        }
        if (settings.newlines() == TextSettings.Newlines.FAIL) {
            throw new IOException("record " + record + ": its payload has line ends, and kinesis.text.newlines is fail;"
                    + " space and escape are the other choices");
        }
        byte[] flat = flat(payload, length);
        value.append(flat, 0, flat.length);
    }

    /** A tab or a line end in a partition key would be the end of it; a blank takes its place. */
    private static byte[] field(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\t' || bytes[i] == '\n' || bytes[i] == '\r') {
                bytes[i] = ' ';
            }
        }
        return bytes;
    }

    private static int withoutLineEnd(byte[] payload) {
        int length = payload.length;
        if (length > 0 && payload[length - 1] == '\n') {
            length--;
            if (length > 0 && payload[length - 1] == '\r') {
                length--;
            }
        }
        return length;
    }

    /** Whether the payload can be written as it is. */
    private boolean isOneLine(byte[] payload, int length) {
        boolean escapes = settings.newlines() == TextSettings.Newlines.ESCAPE;
        for (int i = 0; i < length; i++) {
            byte one = payload[i];
            if (one == '\n' || one == '\r' || (escapes && (one == '\t' || one == '\\'))) {
                return false;
            }
        }
        return true;
    }

    private byte[] flat(byte[] payload, int length) {
        ByteArrayOutputStream flat = new ByteArrayOutputStream(length + 16);
        for (int i = 0; i < length; i++) {
            byte one = payload[i];
            if (settings.newlines() == TextSettings.Newlines.ESCAPE) {
                escape(one, flat);
            } else {
                flat.write(one == '\n' || one == '\r' ? ' ' : one);
            }
        }
        return flat.toByteArray();
    }

    private static void escape(byte one, ByteArrayOutputStream out) {
        char letter =
                switch (one) {
                    case '\n' -> 'n';
                    case '\r' -> 'r';
                    case '\t' -> 't';
                    case '\\' -> '\\';
                    default -> 0;
                };
        if (letter != 0) {
            out.write('\\');
            out.write(letter);
        } else {
            out.write(one);
        }
    }
}
