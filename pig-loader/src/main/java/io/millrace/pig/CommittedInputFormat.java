package io.millrace.pig;

import io.millrace.mapreduce.KinesisInputFormat;
import io.millrace.read.KinesisRecordWritable;
import java.util.List;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.InputFormat;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;

/**
 * {@link KinesisInputFormat} in a script: Pig throws the configuration away that splits were made with, and the job's
 * committer is Pig's own, so what was planned is told to {@link ScriptIterations}. Stateless.
 */
final class CommittedInputFormat extends InputFormat<Text, KinesisRecordWritable> {
    private final KinesisInputFormat format = new KinesisInputFormat();

    @Override
    public List<InputSplit> getSplits(JobContext context) {
        List<InputSplit> splits = format.getSplits(context);
        ScriptIterations.note(context.getConfiguration());
        return splits;
    }

    @Override
    public RecordReader<Text, KinesisRecordWritable> createRecordReader(InputSplit split, TaskAttemptContext context) {
        return format.createRecordReader(split, context);
    }
}
