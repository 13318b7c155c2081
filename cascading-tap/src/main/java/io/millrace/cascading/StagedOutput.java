package io.millrace.cascading;

import io.millrace.publish.JobPublishing;
import io.millrace.publish.OutgoingRecords;
import io.millrace.publish.StagedFileWriter;
import io.millrace.write.WriteCounter;
import java.io.Closeable;
import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.mapred.OutputCollector;

/** Stages the records of a flow that runs in this process; closing makes them ready to be published. Not thread-safe. */
final class StagedOutput implements OutputCollector<Object, Object>, Closeable {
    private final JobPublishing publishing;
    private final String attempt = "attempt-" + UUID.randomUUID();
    private final StagedFileWriter file;
    private volatile boolean committed;

    StagedOutput(JobPublishing publishing) throws IOException {
        this.publishing = publishing;
        this.file = publishing.stage(attempt, WriteCounter.Meter.NONE);
    }

    @Override
    public void collect(Object key, Object value) throws IOException {
        file.write(OutgoingRecords.of(file.nextNumber(), key, value));
    }

    @Override
    public void close() throws IOException {
        file.finish();
        publishing.commitTask(attempt, attempt);
        committed = true;
    }

    /** Whether all that was written can be published. */
    boolean isCommitted() {
        return committed;
    }
}
