package io.millrace.publish;

import io.millrace.client.OutgoingRecord;
import io.millrace.client.Payload;
import io.millrace.read.KinesisRecordWritable;
import io.millrace.write.RecordLimits;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;

/**
 * Makes records of a job's keys and values. A key is the partition key; {@link NullWritable} or null: any one, so that
 * records are spread evenly. A value is the payload. Stateless and thread-safe.
 */
public final class OutgoingRecords {
    private OutgoingRecords() {}

    /**
     * The record of a key and a value.
     *
     * @param number which one it is of its task
     * @throws IOException when they are of a kind that can't be a record
     */
    public static OutgoingRecord of(long number, Object key, Object value) throws IOException {
        return new OutgoingRecord(number, partitionKey(key), Optional.empty(), Payload.sharing(payload(value)));
    }

    private static String partitionKey(Object key) throws IOException {
        if (key == null || key instanceof NullWritable) {
            return RecordLimits.anyKey();
        }
        if (key instanceof Text || key instanceof CharSequence) {
            return key.toString();
        }
        throw new IOException("a key is a " + key.getClass().getName()
                + "; a partition key is a Text, a string, or NullWritable for any one");
    }

    /**
     * The bytes of a value, in an array of their own: writables are used again, and their arrays may be longer than what
     * they hold.
     *
     * @throws IOException when it is of a kind that has no bytes
     */
    public static byte[] payload(Object value) throws IOException {
        if (value instanceof Text text) {
            return Arrays.copyOf(text.getBytes(), text.getLength());
        }
        if (value instanceof BytesWritable bytes) {
            return Arrays.copyOf(bytes.getBytes(), bytes.getLength());
        }
        if (value instanceof KinesisRecordWritable record) {
            return record.getPayload().clone();
        }
        if (value instanceof byte[] bytes) {
            return bytes.clone();
        }
        throw new IOException(
                "a value is a " + (value == null ? "null" : value.getClass().getName())
                        + "; a payload is a Text, BytesWritable, KinesisRecordWritable or byte[]");
    }
}
