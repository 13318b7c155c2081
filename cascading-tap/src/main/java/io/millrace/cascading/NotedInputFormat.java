package io.millrace.cascading;

import io.millrace.mapred.KinesisInputFormat;
import io.millrace.read.KinesisRecordWritable;
import java.io.IOException;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.InputFormat;
import org.apache.hadoop.mapred.InputSplit;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.RecordReader;
import org.apache.hadoop.mapred.Reporter;

/**
 * {@link KinesisInputFormat} in a flow: Cascading throws the configuration away that splits were made with, so what was
 * planned is told to {@link FlowIterations}. Stateless.
 */
public final class NotedInputFormat implements InputFormat<Text, KinesisRecordWritable> {
    private final KinesisInputFormat format = new KinesisInputFormat();

    @Override
    public InputSplit[] getSplits(JobConf job, int wanted) throws IOException {
        InputSplit[] splits = format.getSplits(job, wanted);
        FlowIterations.note(job);
        return splits;
    }

    @Override
    public RecordReader<Text, KinesisRecordWritable> getRecordReader(InputSplit split, JobConf job, Reporter reporter)
            throws IOException {
        return format.getRecordReader(split, job, reporter);
    }
}
