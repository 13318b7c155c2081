package io.millrace.mapred;

import io.millrace.publish.JobPublishing;
import io.millrace.publish.OutgoingRecords;
import io.millrace.publish.StagedFileWriter;
import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.OutputFormat;
import org.apache.hadoop.mapred.RecordWriter;
import org.apache.hadoop.mapred.Reporter;
import org.apache.hadoop.mapred.TaskAttemptID;
import org.apache.hadoop.util.Progressable;

/**
 * Writes a stream, all of it or nothing, as {@link io.millrace.mapreduce.KinesisOutputFormat} does. In this API an output
 * format can't bring its committer along: {@link #use} sets both, as do the settings {@code mapred.output.format.class} and
 * {@code mapred.output.committer.class} for jobs without code. Stateless and thread-safe.
 */
public final class KinesisOutputFormat<K, V> implements OutputFormat<K, V> {
    /** Has a job write its stream. One that was given to {@link IterationCommitter#wrap} keeps that committer around ours. */
    public static void use(JobConf job) {
        job.setOutputFormat(KinesisOutputFormat.class);
        IterationCommitter.useWithin(job, KinesisOutputCommitter.class);
    }

    /**
     * Notes which stream it is, and how long its records may be, in the job's configuration.
     *
     * @throws IOException when the stream can't be asked, is not there, or the job has another committer, which would publish
     *     nothing
     * @throws io.millrace.config.ConfigException when the configuration can't be used
     */
    @Override
    public void checkOutputSpecs(FileSystem ignored, JobConf job) throws IOException {
        if (!IterationCommitter.hasWithin(job, KinesisOutputCommitter.class)) {
            throw new IOException("the job's output committer is not " + KinesisOutputCommitter.class.getName()
                    + ", so nothing would be published: call " + KinesisOutputFormat.class.getName()
                    + ".use(job), or set mapred.output.committer.class to that");
        }
        JobPublishing.prepare(job);
    }

    /**
     * A writer that stages what a task attempt writes; not thread-safe. Of a key or value that can't be a record it throws
     * an IOException with the number of the row.
     *
     * @throws IOException when the job's committer has not set the job up, or what was staged for it was deleted
     */
    @Override
    public RecordWriter<K, V> getRecordWriter(FileSystem ignored, JobConf job, String name, Progressable progress)
            throws IOException {
        TaskAttemptID attempt = TaskAttemptID.forName(job.get("mapreduce.task.attempt.id"));
        JobPublishing publishing = JobPublishing.of(job, attempt.getJobID().toString());
        publishing.checkSetUp();
        StagedFileWriter file = publishing.stage(attempt.toString(), (counter, amount) -> {
            if (progress instanceof Reporter reporter) {
                reporter.incrCounter(counter, amount);
            }
            progress.progress();
        });
        return new RecordWriter<>() {
            @Override
            public void write(K key, V value) throws IOException {
                file.write(OutgoingRecords.of(file.nextNumber(), key, value));
            }

            @Override
            public void close(Reporter reporter) throws IOException {
                file.finish();
            }
        };
    }
}
