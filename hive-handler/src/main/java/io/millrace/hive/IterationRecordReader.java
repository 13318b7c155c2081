package io.millrace.hive;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.checkpoint.ShardPlan;
import io.millrace.checkpoint.StoredIteration;
import io.millrace.checkpoint.dynamodb.IterationCatalogue;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapred.RecordReader;
import org.apache.hadoop.mapred.Reporter;

/** The rows of one split, one iteration in memory at a time. Not thread-safe. */
final class IterationRecordReader implements RecordReader<NullWritable, IterationRow> {
    private final IterationCatalogue catalogue;
    private final Iterator<StoredIteration> iterations;
    private final Reporter reporter;
    private StoredIteration iteration;
    private Iterator<ShardPlan> shards = Collections.emptyIterator();
    private long rows;
    private boolean ended;

    /**
     * Reads a split.
     *
     * @param catalogue closed by {@link #close}
     */
    IterationRecordReader(IterationCatalogue catalogue, IterationSplit split, Reporter reporter) {
        this.catalogue = catalogue;
        this.iterations = catalogue.iterations(split.selection(), split.share()).iterator();
        this.reporter = reporter;
    }

    @Override
    public boolean next(NullWritable key, IterationRow row) throws IOException {
        try {
            while (!shards.hasNext()) {
                reporter.progress();
                if (!iterations.hasNext()) {
                    ended = true;
                    return false;
                }
                iteration = iterations.next();
                shards = iteration.plan().shards().iterator();
            }
        } catch (CheckpointException e) {
            throw new IOException(e.getMessage(), e);
        }
        row.set(IterationColumn.valuesOf(iteration, shards.next()));
        rows++;
        return true;
    }

    @Override
    public NullWritable createKey() {
        return NullWritable.get();
    }

    @Override
    public IterationRow createValue() {
        return new IterationRow();
    }

    /** Rows so far: bytes are not known. */
    @Override
    public long getPos() {
        return rows;
    }

    /** How many iterations there are is not known before all are read. */
    @Override
    public float getProgress() {
        return ended ? 1 : 0;
    }

    @Override
    public void close() {
        catalogue.close();
    }
}
