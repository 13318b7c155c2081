package io.millrace.mapred;

import io.millrace.config.ConnectorConfig;
import io.millrace.read.KinesisRecordWritable;
import io.millrace.read.SplitReader;
import io.millrace.split.JobIteration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.InputFormat;
import org.apache.hadoop.mapred.InputSplit;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.RecordReader;
import org.apache.hadoop.mapred.Reporter;

/**
 * Reads a stream: keys are partition keys, values are records. The configuration names the stream; see
 * {@link io.millrace.config.KinesisOptions}. To have an iteration committed when the job ends well, let
 * {@link IterationCommitter#wrap} have the last word on the job's output committer. Stateless and thread-safe.
 */
public final class KinesisInputFormat implements InputFormat<Text, KinesisRecordWritable> {
    /**
     * Plans what the job reads and notes the iteration's number in the job's configuration.
     *
     * @param hint ignored: there is one split for each shard of which there is something to read
     * @throws io.millrace.config.ConfigException when the configuration can't be used
     * @throws io.millrace.client.StreamException when the stream can't be asked, or is not there
     * @throws io.millrace.checkpoint.CheckpointException when there is no such iteration and none can be planned: a gap in
     *     the numbers, records that may have expired unread, a checkpoint table that can't be used
     */
    @Override
    public InputSplit[] getSplits(JobConf job, int hint) {
        return JobIteration.plan(job).splits().stream()
                .map(KinesisInputSplit::new)
                .toArray(InputSplit[]::new);
    }

    /** A reader of one split; it fails when records are lost or can't be read and the configuration does not allow that. */
    @Override
    public RecordReader<Text, KinesisRecordWritable> getRecordReader(InputSplit split, JobConf job, Reporter reporter) {
        return new KinesisRecordReader(SplitReader.open(
                ConnectorConfig.from(job),
                ((KinesisInputSplit) split).split(),
                SplitReader.Host.of(job),
                (counter, amount) -> {
                    reporter.incrCounter(counter, amount);
                    reporter.progress();
                }));
    }
}
