package io.millrace.mapred;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.OutputFormat;
import org.apache.hadoop.mapred.RecordWriter;
import org.apache.hadoop.mapred.Reporter;
import org.apache.hadoop.util.Progressable;

/**
 * Writes the lines of a job into a stream, as Hadoop's TextOutputFormat writes them into files: key, tab and value, or only
 * the one of them that there is. Records are spread evenly; {@link KinesisOutputFormat} takes the key for the partition key
 * instead. All or nothing, and with the same committer, as that one: {@code mapred.output.committer.class} has to name {@link
 * KinesisOutputCommitter}. A line without a byte fails the task, as no stream takes an empty record. Stateless and thread-safe.
 */
public final class KinesisTextOutputFormat implements OutputFormat<Object, Object> {
    private final KinesisOutputFormat<NullWritable, Text> format = new KinesisOutputFormat<>();

    @Override
    public void checkOutputSpecs(FileSystem ignored, JobConf job) throws IOException {
        format.checkOutputSpecs(ignored, job);
    }

    @Override
    public RecordWriter<Object, Object> getRecordWriter(
            FileSystem ignored, JobConf job, String name, Progressable progress) throws IOException {
        RecordWriter<NullWritable, Text> records = format.getRecordWriter(ignored, job, name, progress);
        return new RecordWriter<>() {
            @Override
            public void write(Object key, Object value) throws IOException {
                records.write(NullWritable.get(), new Text(line(key, value)));
            }

            @Override
            public void close(Reporter reporter) throws IOException {
                records.close(reporter);
            }
        };
    }

    private static String line(Object key, Object value) {
        String first = text(key);
        String second = text(value);
        // Streaming gives a line without a tab as a key with an empty value.
        return first.isEmpty() || second.isEmpty() ? first + second : first + "\t" + second;
    }

    private static String text(Object object) {
        return object == null || object instanceof NullWritable ? "" : object.toString();
    }
}
