package io.millrace.service.log.rocks;

import io.millrace.service.log.KeyBytes;
import io.millrace.service.log.NewRecord;
import io.millrace.service.log.SequenceNumber;
import io.millrace.service.log.StoredRecord;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Consecutive records of a shard with the same time of arrival, which the engine keeps as one value: what an engine
 * does for a value costs more than a record of usual size. All numbers big-endian:
 *
 * <pre>
 * number of records (4), and of each:
 *   length of the partition key (2) length of the payload (4) partition key (UTF-8) payload
 * </pre>
 *
 * <p>The value's key has the number of the last record, so that a search for any of them finds the block; trims go by
 * time of arrival and thus never cut one. Reads one record after the other; used by one thread.
 */
final class RecordBlock {
    static final int HEAD_BYTES = Integer.BYTES;
    private static final int RECORD_HEAD_BYTES = Short.BYTES + Integer.BYTES;
    private static final int MOST_BYTES_PER_CHAR = 3;

    private final SequenceNumber last;
    private final ByteBuffer content;
    private int left;

    /**
     * A block as it was written.
     *
     * @param key of the engine's
     * @param value of the engine's; the records' payloads are parts of it
     */
    RecordBlock(byte[] key, byte[] value) {
        this.last = RecordCodec.number(key);
        this.content = ByteBuffer.wrap(value);
        this.left = content.getInt();
    }

    /** At least what a record adds to a block. */
    static int mostBytes(NewRecord content) {
        int keyLength =
                content.partitionKey() == null ? 0 : content.partitionKey().length();
        return RECORD_HEAD_BYTES + MOST_BYTES_PER_CHAR * keyLength + content.data().length;
    }

    /** @param out with room for {@link #HEAD_BYTES} and {@link #mostBytes} of each */
    static void write(List<NewRecord> records, ByteBuffer out) {
        out.putInt(records.size());
        for (NewRecord each : records) {
            byte[] partitionKey = KeyBytes.of(each.partitionKey());
            KeyBytes.putLength(out, each.partitionKey(), partitionKey)
                    .putInt(each.data().length)
                    .put(partitionKey)
                    .put(each.data());
        }
    }

    boolean hasNext() {
        return left > 0;
    }

    /** Number of the next record. */
    SequenceNumber number() {
        return SequenceNumber.of(last.shardSecond(), last.counter() - left + 1, last.millis(), last.shardIndex());
    }

    /** When all of the records arrived. */
    long millis() {
        return last.millis();
    }

    /** Leaves out the records before a place. */
    RecordBlock from(SequenceNumber place) {
        while (hasNext() && number().compareTo(place) < 0) {
            int keyLength = KeyBytes.count(content.getShort());
            int dataLength = content.getInt();
            content.position(content.position() + keyLength + dataLength);
            left--;
        }
        return this;
    }

    StoredRecord next() {
        SequenceNumber number = number();
        short keyLength = content.getShort();
        int dataLength = content.getInt();
        int start = content.position();
        int dataStart = start + KeyBytes.count(keyLength);
        content.position(dataStart + dataLength);
        left--;
        byte[] bytes = content.array();
        return new StoredRecord(
                number, KeyBytes.key(bytes, start, keyLength), ByteBuffer.wrap(bytes, dataStart, dataLength));
    }
}
