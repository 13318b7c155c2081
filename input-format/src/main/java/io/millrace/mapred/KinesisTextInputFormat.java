package io.millrace.mapred;

import io.millrace.config.TextSettings;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.InputFormat;
import org.apache.hadoop.mapred.InputSplit;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.RecordReader;
import org.apache.hadoop.mapred.Reporter;

/**
 * Reads a stream as lines of text, as Hadoop Streaming wants them: keys are partition keys (or sequence numbers, with
 * {@code kinesis.text.key}), values are payloads, each on one line ({@code kinesis.text.newlines}). The payload of a record
 * that can't be read, where the configuration allows that, is left away. Otherwise as {@link KinesisInputFormat}.
 */
public class KinesisTextInputFormat implements InputFormat<Text, Text> {
    private final KinesisInputFormat format = new KinesisInputFormat();

    /**
     * Plans what the job reads and notes the iteration's number in the job's configuration.
     *
     * @throws io.millrace.config.ConfigException when the configuration can't be used
     * @throws io.millrace.client.StreamException as of {@link KinesisInputFormat#getSplits}
     * @throws io.millrace.checkpoint.CheckpointException likewise
     */
    @Override
    public InputSplit[] getSplits(JobConf job, int hint) {
        // A mistake in these settings is told now, not by every task.
        TextSettings.of(job);
        return format.getSplits(job, hint);
    }

    /** A reader of one split; it also fails at a payload with line ends, unless {@code kinesis.text.newlines} says what becomes of them. */
    @Override
    public RecordReader<Text, Text> getRecordReader(InputSplit split, JobConf job, Reporter reporter) {
        return new TextRecordReader(
                format.getRecordReader(split, job, reporter), new TextLines(TextSettings.of(job), metadata()));
    }

    /** Whether values begin with where the record comes from. */
    boolean metadata() {
        return false;
    }
}
