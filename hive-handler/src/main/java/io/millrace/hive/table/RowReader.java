package io.millrace.hive.table;

import java.io.IOException;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapred.RecordReader;

/** A record reader without keys, over rows whose number is not known before all are read. Not thread-safe. */
public abstract class RowReader<V> implements RecordReader<NullWritable, V> {
    private long rows;
    private boolean ended;

    /** Puts the next row into a value; false after the last one. */
    protected abstract boolean read(V value) throws IOException;

    @Override
    public final boolean next(NullWritable key, V value) throws IOException {
        if (!read(value)) {
            ended = true;
            return false;
        }
        rows++;
        return true;
    }

    @Override
    public NullWritable createKey() {
        return NullWritable.get();
    }

    /** Rows so far: bytes are not known. */
    @Override
    public long getPos() {
        return rows;
    }

    @Override
    public float getProgress() {
        return ended ? 1 : 0;
    }
}
