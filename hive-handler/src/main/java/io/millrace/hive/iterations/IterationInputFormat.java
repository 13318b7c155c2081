package io.millrace.hive.iterations;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.checkpoint.IterationSelection;
import io.millrace.checkpoint.dynamodb.IterationCatalogue.Share;
import io.millrace.client.StreamException;
import io.millrace.config.ExistingTable;
import io.millrace.split.Checkpoints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapred.FileInputFormat;
import org.apache.hadoop.mapred.InputFormat;
import org.apache.hadoop.mapred.InputSplit;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.RecordReader;
import org.apache.hadoop.mapred.Reporter;

/**
 * Reads the iterations of a checkpoint table for Hive: by a DynamoDB query for each logical name that the condition leaves,
 * else by a scan that a few tasks share. Stateless.
 */
public final class IterationInputFormat implements InputFormat<NullWritable, IterationRow> {
    private static final int MOST_SHARES = 8;

    @Override
    public InputSplit[] getSplits(JobConf job, int wanted) {
        Path location = FileInputFormat.getInputPaths(job)[0];
        IterationPredicate predicate =
                IterationPredicate.of(IterationTable.in(job)).and(IterationPredicate.in(job));
        List<InputSplit> splits = new ArrayList<>();
        for (IterationSelection selection : predicate.selections()) {
            int shares = selection.reader().isPresent() ? 1 : Math.max(1, Math.min(wanted, MOST_SHARES));
            for (int i = 0; i < shares; i++) {
                splits.add(new IterationSplit(selection, new Share(i, shares), location));
            }
        }
        return splits.toArray(new InputSplit[0]);
    }

    @Override
    public RecordReader<NullWritable, IterationRow> getRecordReader(InputSplit split, JobConf job, Reporter reporter)
            throws IOException {
        if (!(split instanceof IterationSplit ours)) {
            throw new IOException("a split of a table of iterations was expected, but there is a "
                    + split.getClass().getName());
        }
        ExistingTable place = IterationTable.in(job).place();
        try {
            return new IterationRecordReader(
                    Checkpoints.openCatalogue(place.table(), place.credentials()), ours, reporter);
        } catch (CheckpointException | StreamException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
