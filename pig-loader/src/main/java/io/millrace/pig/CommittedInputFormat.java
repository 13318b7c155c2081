package io.millrace.pig;

import io.millrace.config.ConnectorConfig;
import io.millrace.filter.RecordFilter;
import io.millrace.mapreduce.KinesisInputFormat;
import io.millrace.read.KinesisRecordWritable;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.InputFormat;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;

/**
 * {@link KinesisInputFormat} in a script: Pig throws the configuration away that splits were made with, and the job's
 * committer is Pig's own, so what was planned is told to {@link ScriptIterations}. Immutable.
 */
final class CommittedInputFormat extends InputFormat<Text, KinesisRecordWritable> {
    private final KinesisInputFormat format = new KinesisInputFormat();
    private final Optional<PushedCondition> condition;

    /** @param condition of the script on the records; Pig looks at each one all the same */
    CommittedInputFormat(Optional<PushedCondition> condition) {
        this.condition = condition;
    }

    @Override
    public List<InputSplit> getSplits(JobContext context) {
        boolean byPartitionKey =
                ConnectorConfig.from(context.getConfiguration()).pushesPartitionKeys();
        List<InputSplit> splits = format.getSplits(
                context, condition.map(one -> one.filter(byPartitionKey)).orElse(RecordFilter.any()));
        ScriptIterations.note(context.getConfiguration());
        return splits;
    }

    @Override
    public RecordReader<Text, KinesisRecordWritable> createRecordReader(InputSplit split, TaskAttemptContext context) {
        return format.createRecordReader(split, context);
    }
}
