package io.millrace.mapreduce;

import io.millrace.config.ConnectorConfig;
import io.millrace.read.KinesisRecord;
import io.millrace.read.KinesisRecordWritable;
import io.millrace.read.SplitReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;

/** A {@link SplitReader} as the {@code mapreduce} API wants it. Key and value are used again for each record. */
final class KinesisRecordReader extends RecordReader<Text, KinesisRecordWritable> {
    private final Text key = new Text();
    private final KinesisRecordWritable value = new KinesisRecordWritable();
    private SplitReader reader;

    @Override
    public void initialize(InputSplit split, TaskAttemptContext context) {
        reader = SplitReader.open(
                ConnectorConfig.from(context.getConfiguration()),
                ((KinesisInputSplit) split).split(),
                SplitReader.Host.of(context.getConfiguration()),
                (counter, amount) -> {
                    context.getCounter(counter).increment(amount);
                    context.progress();
                });
    }

    @Override
    public boolean nextKeyValue() throws IOException {
        Optional<KinesisRecord> next = reader.next();
        next.ifPresent(record -> {
            // Much quicker than letting the text encode it.
            key.set(record.partitionKey().getBytes(StandardCharsets.UTF_8));
            value.set(record);
        });
        return next.isPresent();
    }

    @Override
    public Text getCurrentKey() {
        return key;
    }

    @Override
    public KinesisRecordWritable getCurrentValue() {
        return value;
    }

    @Override
    public float getProgress() {
        return reader.progress();
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
        }
    }
}
