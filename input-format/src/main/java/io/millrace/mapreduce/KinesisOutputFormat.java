package io.millrace.mapreduce;

import io.millrace.publish.JobPublishing;
import io.millrace.publish.OutgoingRecords;
import io.millrace.publish.StagedFileWriter;
import io.millrace.write.RecordLimits;
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
 *
 * <p>A partition key has 1 to {@value RecordLimits#KEY_CHARACTERS} characters. A payload has at least one byte, and with its
 * partition key no more than the stream takes. Stateless and thread-safe.
 */
public final class KinesisOutputFormat<K, V> extends OutputFormat<K, V> {
    /**
     * Notes which stream it is, and how long its records may be, in the job's configuration.
     *
     * @throws IOException when the stream can't be asked, or is not there
     * @throws io.millrace.config.ConfigException when the configuration can't be used
     */
    @Override
    public void checkOutputSpecs(JobContext job) throws IOException {
        JobPublishing.prepare(job.getConfiguration());
    }

    /**
     * A writer that stages what a task attempt writes; not thread-safe. Of a key or value that can't be a record it throws
     * an IOException with the number of the row.
     *
     * @throws IOException when the job's committer has not set the job up, or what was staged for it was deleted
     */
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

    /** Publishes at the job's end; see {@link JobPublishing#endJob}. */
    @Override
    public OutputCommitter getOutputCommitter(TaskAttemptContext context) {
        return new KinesisOutputCommitter();
    }
}
