package io.millrace.hive.iterations;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.checkpoint.ShardPlan;
import io.millrace.checkpoint.StoredIteration;
import io.millrace.checkpoint.dynamodb.IterationCatalogue;
import io.millrace.hive.table.RowReader;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import org.apache.hadoop.mapred.Reporter;

/** The rows of one split, one iteration in memory at a time. Not thread-safe. */
final class IterationRecordReader extends RowReader<IterationRow> {
    private final IterationCatalogue catalogue;
    private final Iterator<StoredIteration> iterations;
    private final Reporter reporter;
    private StoredIteration iteration;
    private Iterator<ShardPlan> shards = Collections.emptyIterator();

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
    protected boolean read(IterationRow row) throws IOException {
        try {
            while (!shards.hasNext()) {
                reporter.progress();
                if (!iterations.hasNext()) {
                    return false;
                }
                iteration = iterations.next();
                shards = iteration.plan().shards().iterator();
            }
        } catch (CheckpointException e) {
            throw new IOException(e.getMessage(), e);
        }
        row.set(IterationColumn.valuesOf(iteration, shards.next()));
        return true;
    }

    @Override
    public IterationRow createValue() {
        return new IterationRow();
    }

    @Override
    public void close() {
        catalogue.close();
    }
}
