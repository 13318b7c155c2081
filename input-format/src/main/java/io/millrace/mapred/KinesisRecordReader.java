package io.millrace.mapred;

import io.millrace.read.KinesisRecord;
import io.millrace.read.KinesisRecordWritable;
import io.millrace.read.SplitReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.RecordReader;

/** A {@link SplitReader} as the {@code mapred} API wants it. Not thread-safe. */
public final class KinesisRecordReader implements RecordReader<Text, KinesisRecordWritable> {
    private final SplitReader reader;
    private long records;

    /**
     * A reader of a split.
     *
     * @param reader closed by {@link #close}
     */
    public KinesisRecordReader(SplitReader reader) {
        this.reader = reader;
    }

    @Override
    public boolean next(Text key, KinesisRecordWritable value) throws IOException {
        Optional<KinesisRecord> next = reader.next();
        next.ifPresent(record -> {
            // Much quicker than letting the text encode it.
            key.set(record.partitionKey().getBytes(StandardCharsets.UTF_8));
            value.set(record);
            records++;
        });
        return next.isPresent();
    }

    @Override
    public Text createKey() {
        return new Text();
    }

    @Override
    public KinesisRecordWritable createValue() {
        return new KinesisRecordWritable();
    }

    /** How many records were read; a stream has no position in bytes. */
    @Override
    public long getPos() {
        return records;
    }

    @Override
    public float getProgress() {
        return reader.progress();
    }

    @Override
    public void close() {
        reader.close();
    }
}
