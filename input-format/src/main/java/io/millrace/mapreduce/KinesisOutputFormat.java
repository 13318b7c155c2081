package io.millrace.mapreduce;

import io.millrace.publish.JobPublishing;
import io.millrace.publish.OutgoingRecords;
import io.millrace.publish.StagedFileWriter;
import java.io.IOException;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.OutputFormat;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;

/**
 * Writes a stream, all of it or nothing: tasks stage their records in files, and the end of a job that ran well puts them
 * into the stream; see {@link OutgoingRecords} for what keys and values may be. The configuration names the stream, as for
 * reading; keys with {@value JobPublishing#OUTPUT_PREFIX} before them count for the output alone. A job that reads an
 * iteration as well is given to {@link IterationOutputFormat#wrap}: its iteration is then committed after its records are
 * published.
 */
public final class KinesisOutputFormat<K, V> extends OutputFormat<K, V> {
    @Override
    public void checkOutputSpecs(JobContext job) throws IOException {
        JobPublishing.prepare(job.getConfiguration());
    }

    @Override
    public RecordWriter<K, V> getRecordWriter(TaskAttemptContext context) throws IOException {
        JobPublishing publishing = KinesisOutputCommitter.of(context);
        publishing.checkSetUp();
        StagedFileWriter file = publishing.stage(context.getTaskAttemptID().toString(), (counter, amount) -> {
            context.getCounter(counter).increment(amount);
            context.progress();
        });
        return new RecordWriter<>() {
            @Override
            public void write(K key, V value) throws IOException {
                file.write(OutgoingRecords.of(file.nextNumber(), key, value));
            }

            @Override
            public void close(TaskAttemptContext ignored) throws IOException {
                file.finish();
            }
        };
    }

    @Override
    public OutputCommitter getOutputCommitter(TaskAttemptContext context) {
        return new KinesisOutputCommitter();
    }
}
