package io.millrace.hive.scan;

import io.millrace.config.ConnectorConfig;
import io.millrace.hive.serde.SerDeCheck;
import io.millrace.hive.table.QueryTable;
import io.millrace.mapred.KinesisRecordReader;
import io.millrace.read.KinesisRecordWritable;
import io.millrace.read.SplitReader;
import io.millrace.split.KinesisSplit;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.FileInputFormat;
import org.apache.hadoop.mapred.InputFormat;
import org.apache.hadoop.mapred.InputSplit;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.RecordReader;
import org.apache.hadoop.mapred.Reporter;

/**
 * Splits and reads the stream of a table as the query was planned by {@code IterationHook} or, where the hook did not
 * run, as it is planned now. Stateless.
 */
public final class HiveKinesisInputFormat implements InputFormat<Text, KinesisRecordWritable> {
    @Override
    public InputSplit[] getSplits(JobConf job, int wanted) throws IOException {
        Path[] locations = FileInputFormat.getInputPaths(job);
        List<KinesisSplit> splits = PlannedTables.splits(QueryTable.in(job), ScanCondition.in(job), job);
        return splits.stream()
                .map(split -> new HiveKinesisSplit(split, locations[0]))
                .toArray(InputSplit[]::new);
    }

    @Override
    public RecordReader<Text, KinesisRecordWritable> getRecordReader(InputSplit split, JobConf job, Reporter reporter)
            throws IOException {
        if (!(split instanceof HiveKinesisSplit ours)) {
            throw new IOException("a split of a stream was expected, but there is a "
                    + split.getClass().getName());
        }
        ConnectorConfig config = QueryTable.in(job).parse(job);
        SplitReader.Host host = new SplitReader.Host(job, SerDeCheck.of(job, config.reading()));
        return new KinesisRecordReader(SplitReader.open(config, ours.split(), host, (counter, amount) -> {
            reporter.incrCounter(counter, amount);
            reporter.progress();
        }));
    }
}
