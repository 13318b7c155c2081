package io.millrace.mapreduce;

import io.millrace.filter.RecordFilter;
import io.millrace.read.KinesisRecordWritable;
import io.millrace.split.JobIteration;
import java.util.List;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.InputFormat;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;

/**
 * Reads a stream: keys are partition keys, values are records. The configuration names the stream; see
 * {@link io.millrace.config.KinesisOptions}. To have an iteration committed when the job ends well, let
 * {@link IterationOutputFormat#wrap} have the last word on the job's output format. Stateless and thread-safe.
 */
public final class KinesisInputFormat extends InputFormat<Text, KinesisRecordWritable> {
    /**
     * Plans what the job reads and notes the iteration's number in the job's configuration: a split for each shard of
     * which there is something to read, none for an empty iteration.
     *
     * @throws io.millrace.config.ConfigException when the configuration can't be used
     * @throws io.millrace.client.StreamException when the stream can't be asked, or is not there
     * @throws io.millrace.checkpoint.CheckpointException when there is no such iteration and none can be planned: a gap in
     *     the numbers, records that may have expired unread, a checkpoint table that can't be used
     */
    @Override
    public List<InputSplit> getSplits(JobContext context) {
        return getSplits(context, RecordFilter.any());
    }

    /**
     * The same for a job that wants some records only, which looks at each record all the same: parts of the stream that
     * can't hold any are not read. The iteration is planned, and committed, whole. Throws what the other one does.
     */
    public List<InputSplit> getSplits(JobContext context, RecordFilter wanted) {
        return JobIteration.plan(context.getConfiguration(), wanted).splits().stream()
                .<InputSplit>map(KinesisInputSplit::new)
                .toList();
    }

    /**
     * A reader of one split, not thread-safe. It fills one key and one value again and again: who keeps a record copies it. It
     * fails when records are lost or can't be read and the configuration does not allow that.
     */
    @Override
    public RecordReader<Text, KinesisRecordWritable> createRecordReader(InputSplit split, TaskAttemptContext context) {
        return new KinesisRecordReader();
    }
}
