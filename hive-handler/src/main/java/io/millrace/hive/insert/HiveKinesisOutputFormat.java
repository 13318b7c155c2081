package io.millrace.hive.insert;

import io.millrace.publish.StagedFileWriter;
import io.millrace.publish.StagingArea;
import java.io.IOException;
import java.util.Properties;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hive.ql.exec.FileSinkOperator;
import org.apache.hadoop.hive.ql.io.HiveOutputFormat;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.RecordWriter;
import org.apache.hadoop.mapred.Reporter;
import org.apache.hadoop.util.Progressable;

/**
 * Stages the rows of an INSERT, for {@link PublishTask} to put them into the stream when the statement has ended well.
 * Stateless.
 */
public final class HiveKinesisOutputFormat implements HiveOutputFormat<NullWritable, OutgoingRow> {
    @Override
    public FileSinkOperator.RecordWriter getHiveRecordWriter(
            JobConf job,
            Path ignored,
            Class<? extends Writable> rowClass,
            boolean compressed,
            Properties table,
            Progressable progress)
            throws IOException {
        InsertSettings settings = InsertSettings.in(table)
                .orElseThrow(() -> new IOException("the plan says nothing of how the stream is written: the storage"
                        + " handler was not asked when the statement was compiled"));
        StagingArea area = StatementArea.ofTask(job);
        area.checkBegun();
        StagedFileWriter file = area.tasks()
                .create(
                        TaskAttempts.running(job),
                        settings.sink(),
                        settings.target().maxRecordBytes(),
                        (counter, amount) -> {
                            if (progress instanceof Reporter reporter) {
                                reporter.incrCounter(counter, amount);
                            }
                        });
        return new FileSinkOperator.RecordWriter() {
            @Override
            public void write(Writable row) throws IOException {
                file.write(((OutgoingRow) row).record(file.nextNumber()));
            }

            @Override
            public void close(boolean abort) throws IOException {
                if (abort) {
                    file.close();
                } else {
                    file.finish();
                }
            }
        };
    }

    @Override
    public RecordWriter<NullWritable, OutgoingRow> getRecordWriter(
            FileSystem ignored, JobConf job, String name, Progressable progress) {
        throw new UnsupportedOperationException("Hive asks for a writer of its own kind");
    }

    /** The storage handler has checked all when the statement was compiled. */
    @Override
    public void checkOutputSpecs(FileSystem ignored, JobConf job) {}
}
