package io.millrace.read;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.io.WritableUtils;

/**
 * One record on its way through a Hadoop job. Mutable and used again for the next record, as Hadoop's own writables
 * are: whoever keeps one copies it. Not thread-safe.
 */
public final class KinesisRecordWritable implements Writable {
    /** Grows when the form of {@link #write} changes. */
    private static final byte VERSION = 2;

    private String partitionKey = "";
    private String shardId = "";
    private String sequenceNumber = "0";
    private long subSequenceNumber;
    private long approximateArrivalTimestamp;
    private byte[] payload = new byte[0];
    private boolean readable = true;

    /** An empty record. */
    public KinesisRecordWritable() {}

    /** Takes over everything of a record; the payload's bytes are shared, not copied. */
    public void set(KinesisRecord record) {
        partitionKey = record.partitionKey();
        shardId = record.shard().value();
        sequenceNumber = record.sequenceNumber().toString();
        subSequenceNumber = record.subSequenceNumber();
        approximateArrivalTimestamp = record.arrival().toEpochMilli();
        payload = record.payload().bytes();
        readable = record.readable();
    }

    /** Takes over everything of another one; the payload's bytes are shared, not copied. */
    public void set(KinesisRecordWritable other) {
        partitionKey = other.partitionKey;
        shardId = other.shardId;
        sequenceNumber = other.sequenceNumber;
        subSequenceNumber = other.subSequenceNumber;
        approximateArrivalTimestamp = other.approximateArrivalTimestamp;
        payload = other.payload;
        readable = other.readable;
    }

    /** The partition key; empty when the producer gave none, as a stream allows that distributes its records itself. */
    public String getPartitionKey() {
        return partitionKey;
    }

    /** The id of the shard that the record was read from. */
    public String getShardId() {
        return shardId;
    }

    /** The sequence number in decimal. */
    public String getSequenceNumber() {
        return sequenceNumber;
    }

    /** The place within the stored record, from 0 on; 0 for a record that was neither aggregated nor split. */
    public long getSubSequenceNumber() {
        return subSequenceNumber;
    }

    /** Milliseconds since 1970-01-01T00:00:00Z; neither exact nor ascending. */
    public long getApproximateArrivalTimestamp() {
        return approximateArrivalTimestamp;
    }

    /** The record's bytes, all of them: the array has no padding. Not to be changed. */
    public byte[] getPayload() {
        return payload;
    }

    /**
     * Whether the payload is what it should be. Otherwise its bytes are as they were found: still compressed, or of a form
     * that the reader does not know. There are such records only where the configuration wants them.
     */
    public boolean isReadable() {
        return readable;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        WritableUtils.writeString(out, partitionKey);
        WritableUtils.writeString(out, shardId);
        WritableUtils.writeString(out, sequenceNumber);
        WritableUtils.writeVLong(out, subSequenceNumber);
        WritableUtils.writeVLong(out, approximateArrivalTimestamp);
        WritableUtils.writeVInt(out, payload.length);
        out.write(payload);
        out.writeBoolean(readable);
    }

    @Override
    public void readFields(DataInput in) throws IOException {
        byte version = in.readByte();
        if (version != VERSION) {
            throw new IOException("record has form " + version + ", but this version of Millrace reads form " + VERSION
                    + ": one job must use one version");
        }
        partitionKey = WritableUtils.readString(in);
        shardId = WritableUtils.readString(in);
        sequenceNumber = WritableUtils.readString(in);
        subSequenceNumber = WritableUtils.readVLong(in);
        approximateArrivalTimestamp = WritableUtils.readVLong(in);
        payload = new byte[WritableUtils.readVInt(in)];
        in.readFully(payload);
        readable = in.readBoolean();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KinesisRecordWritable that
                && partitionKey.equals(that.partitionKey)
                && shardId.equals(that.shardId)
                && sequenceNumber.equals(that.sequenceNumber)
                && subSequenceNumber == that.subSequenceNumber
                && approximateArrivalTimestamp == that.approximateArrivalTimestamp
                && Arrays.equals(payload, that.payload)
                && readable == that.readable;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * shardId.hashCode() + sequenceNumber.hashCode()) + Long.hashCode(subSequenceNumber);
    }

    /** Where the record is, without its content. */
    @Override
    public String toString() {
        return shardId + "/" + sequenceNumber + "/" + subSequenceNumber + " (" + payload.length + " bytes)";
    }
}
