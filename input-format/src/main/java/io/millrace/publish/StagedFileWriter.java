package io.millrace.publish;

import io.millrace.client.OutgoingRecord;
import io.millrace.write.RecordLimits;
import io.millrace.write.WriteCounter;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.DataOutputBuffer;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.SequenceFile;

/**
 * Writes the records of one task attempt into a sequence file. Only {@link #finish} makes it one that can be published.
 * Not thread-safe.
 */
public final class StagedFileWriter implements Closeable {
    private final SequenceFile.Writer file;
    private final int maxRecordBytes;
    private final WriteCounter.Meter meter;
    private final StagedRecord entry = new StagedRecord();
    private final DataOutputBuffer buffer = new DataOutputBuffer();
    private final BytesWritable bytes = new BytesWritable();
    private long records;
    private boolean open = true;

    private StagedFileWriter(SequenceFile.Writer file, int maxRecordBytes, WriteCounter.Meter meter) {
        this.file = file;
        this.maxRecordBytes = maxRecordBytes;
        this.meter = meter;
    }

    static StagedFileWriter create(Path path, int maxRecordBytes, Configuration conf, WriteCounter.Meter meter)
            throws IOException {
        SequenceFile.Writer file = SequenceFile.createWriter(
                conf,
                SequenceFile.Writer.file(path),
                SequenceFile.Writer.keyClass(NullWritable.class),
                SequenceFile.Writer.valueClass(BytesWritable.class),
                SequenceFile.Writer.compression(SequenceFile.CompressionType.NONE));
        return new StagedFileWriter(file, maxRecordBytes, meter);
    }

    /** The number of the next record, 1 for the first; whoever makes the record gives it this number. */
    public long nextNumber() {
        return records + 1;
    }

    /**
     * Adds a record.
     *
     * @throws IOException when the stream would never take it, or the file can't be written
     */
    public void write(OutgoingRecord record) throws IOException {
        Optional<String> problem = RecordLimits.problem(record, maxRecordBytes);
        if (problem.isPresent()) {
            throw new IOException("row " + record.number() + " of this task can't be a record: " + problem.get()
                    + " (partition key '" + shortened(record.partitionKey()) + "')");
        }
        append(entry.set(record));
        records++;
        meter.add(WriteCounter.STAGED_RECORDS, 1);
        meter.add(WriteCounter.STAGED_BYTES, record.size());
    }

    private static String shortened(String key) {
        return key.length() <= RecordLimits.KEY_CHARACTERS
                ? key
                : key.substring(0, RecordLimits.KEY_CHARACTERS) + "...";
    }

    // As bytes, so that whoever reads it need not find a class of ours by the name that the file has for it.
    private void append(StagedRecord next) throws IOException {
        buffer.reset();
        next.write(buffer);
        bytes.set(buffer.getData(), 0, buffer.getLength());
        file.append(NullWritable.get(), bytes);
    }

    /** Ends the file well. */
    public void finish() throws IOException {
        append(entry.setEnd(records));
        file.hsync();
        close();
    }

    @Override
    public void close() throws IOException {
        if (open) {
            open = false;
            file.close();
        }
    }
}
