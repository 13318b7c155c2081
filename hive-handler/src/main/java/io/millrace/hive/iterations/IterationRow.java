package io.millrace.hive.iterations;

import java.io.DataInput;
import java.io.DataOutput;
import java.util.List;
import org.apache.hadoop.io.Writable;

/**
 * Holds a row of a table of iterations on its way from {@link IterationInputFormat} to {@code IterationSerDe}, which run
 * in one JVM: it is a {@link Writable} for Hive's signatures only. Not thread-safe.
 */
public final class IterationRow implements Writable {
    private List<Object> values = List.of();

    public List<Object> values() {
        return values;
    }

    void set(List<Object> row) {
        values = row;
    }

    /**
     * Refused.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public void write(DataOutput out) {
        throw new UnsupportedOperationException("a row of iterations stays in the task that has read it");
    }

    /**
     * Refused.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public void readFields(DataInput in) {
        throw new UnsupportedOperationException("a row of iterations stays in the task that has read it");
    }
}
