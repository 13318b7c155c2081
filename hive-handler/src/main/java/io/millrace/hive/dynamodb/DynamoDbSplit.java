package io.millrace.hive.dynamodb;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.FileSplit;

/**
 * A segment of a parallel scan. It is a {@link FileSplit} only because Hive finds a split's table by the path of its file;
 * the path is the table's location, where no file is. Not thread-safe.
 */
public final class DynamoDbSplit extends FileSplit {
    /** A nominal size, as Hive groups splits by their sizes and sees nothing in an empty one. */
    private static final long LENGTH = 1;

    private int segment;
    private int of;
    private List<String> keys;

    /** For Hadoop, which reads the fields next. */
    public DynamoDbSplit() {}

    /**
     * One segment.
     *
     * @param segment from 0 to {@code of} - 1
     * @param keys the attributes of the table's key
     * @param table the Hive table's location
     */
    DynamoDbSplit(int segment, int of, List<String> keys, Path table) {
        super(table, 0, LENGTH, new String[0]);
        this.segment = segment;
        this.of = of;
        this.keys = List.copyOf(keys);
    }

    int segment() {
        return segment;
    }

    int of() {
        return of;
    }

    List<String> keys() {
        return keys;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        super.write(out);
        out.writeInt(segment);
        out.writeInt(of);
        out.writeInt(keys.size());
        for (String key : keys) {
            out.writeUTF(key);
        }
    }

    @Override
    public void readFields(DataInput in) throws IOException {
        super.readFields(in);
        segment = in.readInt();
        of = in.readInt();
        String[] read = new String[in.readInt()];
        for (int i = 0; i < read.length; i++) {
            read[i] = in.readUTF();
        }
        keys = Arrays.asList(read);
    }

    @Override
    public String toString() {
        return "segment " + segment + " of " + of;
    }
}
