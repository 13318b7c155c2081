package io.millrace.mapred;

import io.millrace.read.KinesisRecordWritable;
import java.io.IOException;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.RecordReader;

/** Records as lines of text. Not thread-safe. */
final class TextRecordReader implements RecordReader<Text, Text> {
    private final RecordReader<Text, KinesisRecordWritable> records;
    private final TextLines lines;
    private final Text partitionKey = new Text();
    private final KinesisRecordWritable record = new KinesisRecordWritable();

    /**
     * A reader.
     *
     * @param records closed by {@link #close}
     */
    TextRecordReader(RecordReader<Text, KinesisRecordWritable> records, TextLines lines) {
        this.records = records;
        this.lines = lines;
    }

    @Override
    public boolean next(Text key, Text value) throws IOException {
        if (!records.next(partitionKey, record)) {
            return false;
        }
        lines.write(record, key, value);
        return true;
    }

    @Override
    public Text createKey() {
        return new Text();
    }

    @Override
    public Text createValue() {
        return new Text();
    }

    @Override
    public long getPos() throws IOException {
        return records.getPos();
    }

    @Override
    public float getProgress() throws IOException {
        return records.getProgress();
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
