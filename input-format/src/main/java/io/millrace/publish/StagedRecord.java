package io.millrace.publish;

import io.millrace.client.OutgoingRecord;
import io.millrace.client.Payload;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.io.WritableUtils;

/**
 * One entry of a staged file. The last one is the end mark, which has the number of records; a file without it is cut off.
 * Used again for each entry. Not thread-safe.
 *
 * <pre>
 *   kind (1: record)  partition key  explicit hash key or ""  data   each: vint length, bytes
 *   kind (2: end)     vlong number of records
 *   then: CRC32C of all bytes before, int
 * </pre>
 */
final class StagedRecord implements Writable {
    private static final byte RECORD = 1;
    private static final byte END = 2;

    private byte kind;
    private byte[] partitionKey;
    private byte[] explicitHashKey;
    private byte[] data;
    private long records;

    StagedRecord set(OutgoingRecord record) {
        kind = RECORD;
        partitionKey = record.partitionKey().getBytes(StandardCharsets.UTF_8);
        explicitHashKey = record.explicitHashKey().orElse("").getBytes(StandardCharsets.UTF_8);
        data = record.data().bytes();
        return this;
    }

    StagedRecord setEnd(long count) {
        kind = END;
        records = count;
        return this;
    }

    boolean isEnd() {
        return kind == END;
    }

    /** Of the end mark: how many records are before it. */
    long records() {
        return records;
    }

    /** The record, with an array of its own. */
    OutgoingRecord get(long number) {
        String hashKey = new String(explicitHashKey, StandardCharsets.UTF_8);
        return new OutgoingRecord(
                number,
                new String(partitionKey, StandardCharsets.UTF_8),
                Optional.of(hashKey).filter(text -> !text.isEmpty()),
                Payload.sharing(data));
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeByte(kind);
        if (kind == END) {
            WritableUtils.writeVLong(out, records);
        } else {
            for (byte[] part : new byte[][] {partitionKey, explicitHashKey, data}) {
                WritableUtils.writeVInt(out, part.length);
                out.write(part);
            }
        }
        out.writeInt(checksum());
    }

    @Override
    public void readFields(DataInput in) throws IOException {
        kind = in.readByte();
        if (kind == END) {
            records = WritableUtils.readVLong(in);
        } else if (kind == RECORD) {
            partitionKey = readPart(in);
            explicitHashKey = readPart(in);
            data = readPart(in);
        } else {
            throw new IOException("an entry is of the unknown kind " + kind);
        }
        if (in.readInt() != checksum()) {
            throw new IOException("the checksum of an entry is wrong");
        }
    }

    private static byte[] readPart(DataInput in) throws IOException {
        int length = WritableUtils.readVInt(in);
        if (length < 0) {
            throw new IOException("an entry has a part of " + length + " bytes");
        }
        byte[] part = new byte[length];
        in.readFully(part);
        return part;
    }

    private int checksum() {
        CRC32C crc = new CRC32C();
        crc.update(kind);
        if (kind == END) {
            crc.update(Long.toString(records).getBytes(StandardCharsets.US_ASCII));
        } else {
            for (byte[] part : new byte[][] {partitionKey, explicitHashKey, data}) {
                crc.update(part.length);
                crc.update(part);
            }
        }
        return (int) crc.getValue();
    }
}
