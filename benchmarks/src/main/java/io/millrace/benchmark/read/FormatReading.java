package io.millrace.benchmark.read;

import io.millrace.mapreduce.KinesisInputFormat;
import io.millrace.read.KinesisRecordWritable;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Counter;
import org.apache.hadoop.mapreduce.Counters;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.StatusReporter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;

/** The connector as a map task drives it: a record reader of {@link KinesisInputFormat}, with a task's counters. */
final class FormatReading implements Drained.Way {
    private final Configuration job;
    private final InputSplit split;

    /** Plans what is read. The stream must have records in one shard. */
    FormatReading(Configuration job) throws IOException {
        this(job, plan(job).get(0));
    }

    private FormatReading(Configuration job, InputSplit split) {
        this.job = job;
        this.split = split;
    }

    static List<InputSplit> plan(Configuration job) throws IOException {
        return new KinesisInputFormat().getSplits(Job.getInstance(job));
    }

    /** The same read with other settings. */
    FormatReading with(Configuration other) {
        return new FormatReading(other, split);
    }

    /** Called with each record. */
    interface Visitor {
        void visit(Text key, KinesisRecordWritable record);
    }

    @Override
    public long drain() throws IOException {
        SdkPolling.Sum sum = new SdkPolling.Sum();
        long records = drain((key, record) -> sum.add(record.getPartitionKey(), record.getPayload()));
        sum.check();
        return records;
    }

    /** Reads it, and shows each record. */
    long drain(Visitor visitor) throws IOException {
        TaskAttemptContext context = new TaskAttemptContextImpl(job, new TaskAttemptID(), new Reporter());
        try (RecordReader<Text, KinesisRecordWritable> reader =
                new KinesisInputFormat().createRecordReader(split, context)) {
            reader.initialize(split, context);
            long records = 0;
            while (reader.nextKeyValue()) {
                visitor.visit(reader.getCurrentKey(), reader.getCurrentValue());
                records++;
            }
            return records;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Counts as a task does. */
    private static final class Reporter extends StatusReporter {
        private final Counters counters = new Counters();

        @Override
        public Counter getCounter(Enum<?> name) {
            return counters.findCounter(name);
        }

        @Override
        public Counter getCounter(String group, String name) {
            return counters.findCounter(group, name);
        }

        @Override
        public void progress() {
            // Nobody waits for it.
        }

        @Override
        public float getProgress() {
            return 0;
        }

        @Override
        public void setStatus(String status) {
            // Nobody looks at it.
        }
    }
}
