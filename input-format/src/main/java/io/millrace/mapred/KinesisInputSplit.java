package io.millrace.mapred;

import io.millrace.split.KinesisSplit;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.hadoop.mapred.InputSplit;

/** A {@link KinesisSplit} as the {@code mapred} API wants it: one shard's range. Not thread-safe. */
public final class KinesisInputSplit implements InputSplit {
    private KinesisSplit split;

    /** For Hadoop, which then calls {@link #readFields}. */
    public KinesisInputSplit() {}

    /** A split to be sent to a task. */
    public KinesisInputSplit(KinesisSplit split) {
        this.split = split;
    }

    public KinesisSplit split() {
        return split;
    }

    /** {@link KinesisSplit#NOMINAL_BYTES}: every split counts the same, as nobody knows its size before it is read. */
    @Override
    public long getLength() {
        return KinesisSplit.NOMINAL_BYTES;
    }

    /** A stream is near to no node. */
    @Override
    public String[] getLocations() {
        return new String[0];
    }

    @Override
    public void write(DataOutput out) throws IOException {
        split.write(out);
    }

    @Override
    public void readFields(DataInput in) throws IOException {
        split = KinesisSplit.read(in);
    }

    @Override
    public String toString() {
        return String.valueOf(split);
    }
}
