package io.millrace.publish;

import io.millrace.client.OutgoingRecord;
import io.millrace.write.RecordLimits;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.DataInputBuffer;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.SequenceFile;

/** Reads a staged file, and misses nothing: a file that is damaged or cut off is an error. Not thread-safe. */
final class StagedFileReader implements Closeable {
    private final Path path;
    private final SequenceFile.Reader file;
    private final StagedRecord entry = new StagedRecord();
    private final BytesWritable bytes = new BytesWritable();
    private final DataInputBuffer in = new DataInputBuffer();
    private long records;

    StagedFileReader(Path path, Configuration conf) throws IOException {
        this.path = path;
        this.file = new SequenceFile.Reader(conf, SequenceFile.Reader.file(path));
    }

    /** The next record, numbered from 1 on; empty at the end. */
    Optional<OutgoingRecord> next() throws IOException {
        try {
            if (!file.next(NullWritable.get(), bytes)) {
                throw new EOFException("it ends after " + records + " records without an end mark");
            }
            in.reset(bytes.getBytes(), bytes.getLength());
            entry.readFields(in);
        } catch (IOException e) {
            throw damaged(e.getMessage(), e);
        }
        if (!entry.isEnd()) {
            return Optional.of(entry.get(++records));
        }
        if (entry.records() != records) {
            throw damaged("it has " + records + " records and should have " + entry.records(), null);
        }
        return Optional.empty();
    }

    private IOException damaged(String how, Throwable cause) {
        return new IOException("the staged file " + path + " is damaged: " + how, cause);
    }

    /**
     * Reads a whole file, and counts its records.
     *
     * @param maxRecordBytes the longest record that the stream takes by now
     * @throws IOException when it is damaged, or has a record that the stream would not take
     */
    static long verify(Path path, int maxRecordBytes, Configuration conf) throws IOException {
        try (StagedFileReader reader = new StagedFileReader(path, conf)) {
            for (var record = reader.next(); record.isPresent(); record = reader.next()) {
                Optional<String> problem = RecordLimits.problem(record.get(), maxRecordBytes);
                if (problem.isPresent()) {
                    throw new IOException("record " + reader.records + " of the staged file " + path
                            + " (partition key '" + record.get().partitionKey() + "') can't be put: " + problem.get());
                }
            }
            return reader.records;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
