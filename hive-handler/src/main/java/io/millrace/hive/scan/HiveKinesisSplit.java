package io.millrace.hive.scan;

import io.millrace.split.KinesisSplit;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.FileSplit;

/**
 * The part of one shard that one task of Hive reads. It is a {@link FileSplit} only because Hive finds a split's table
 * by the path of its file; the path is the table's location, where no file is. Not thread-safe.
 */
public final class HiveKinesisSplit extends FileSplit {
    private KinesisSplit split;

    /** For Hadoop, which reads the fields next. */
    public HiveKinesisSplit() {}

    HiveKinesisSplit(KinesisSplit split, Path table) {
        super(table, 0, KinesisSplit.NOMINAL_BYTES, new String[0]);
        this.split = split;
    }

    KinesisSplit split() {
        return split;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        super.write(out);
        split.write(out);
    }

    @Override
    public void readFields(DataInput in) throws IOException {
        super.readFields(in);
        split = KinesisSplit.read(in);
    }

    @Override
    public String toString() {
        return split.shard() + " of " + split.streamName();
    }
}
