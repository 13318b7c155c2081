package io.millrace.pig;

import io.millrace.config.ConnectorConfig;
import io.millrace.config.KinesisOptions;
import io.millrace.config.TableSettings;
import io.millrace.read.KinesisRecordWritable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.InputFormat;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.pig.LoadFunc;
import org.apache.pig.backend.hadoop.executionengine.mapReduceLayer.PigSplit;
import org.apache.pig.data.DataByteArray;
import org.apache.pig.data.Tuple;
import org.apache.pig.data.TupleFactory;

/**
 * Loads a stream into Pig: {@code LOAD 'stream' USING io.millrace.pig.KinesisStreamLoader('key=value', ...) AS
 * (line:chararray)}. A tuple has one field, the payload, as a bytearray that Pig casts to the type given in AS (UTF-8
 * for chararray). Settings in the brackets say which stream this is and how to reach it; for everything else a
 * {@code set} line of the script wins, also one after the LOAD, because settings are read only when the script runs.
 * Iterations are committed when all jobs that Pig launched together have ended well. Not thread-safe, as Pig's loaders
 * are.
 */
public class KinesisStreamLoader extends LoadFunc {
    private final Map<String, String> settings;
    private RecordReader<Text, KinesisRecordWritable> reader;

    /**
     * Makes a loader.
     *
     * @param settings {@code key=value} each, the keys as in the configuration's documentation
     * @throws IllegalArgumentException when one is not of that form
     */
    public KinesisStreamLoader(String... settings) {
        this.settings = LoaderArguments.parse(settings);
    }

    /** A stream's name or ARN is no path: it stays as it was written. */
    @Override
    public String relativeToAbsolutePath(String location, Path currentDirectory) {
        return location;
    }

    /**
     * Brings the settings together.
     *
     * @throws io.millrace.config.ConfigException when they can't be used
     */
    @Override
    public void setLocation(String location, Job job) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.put((location.startsWith("arn:") ? KinesisOptions.STREAM_ARN : KinesisOptions.STREAM_NAME).key(), location);
        TableSettings.apply(all, job.getConfiguration());
        // Checked here already: of a failure in getSplits, Pig keeps no more than that the job did not start.
        ConnectorConfig.from(job.getConfiguration());
        ScriptIterations.watch();
    }

    @Override
    public InputFormat<Text, KinesisRecordWritable> getInputFormat() {
        return new CommittedInputFormat();
    }

    // Pig hands over the reader that this loader's own input format made.
    @SuppressWarnings("unchecked")
    @Override
    public void prepareToRead(@SuppressWarnings("rawtypes") RecordReader reader, PigSplit split) {
        this.reader = reader;
    }

    /** The next record, or null after the last one. */
    @Override
    public Tuple getNext() throws IOException {
        try {
            if (!reader.nextKeyValue()) {
                return null;
            }
            return TupleFactory.getInstance()
                    .newTuple(new DataByteArray(reader.getCurrentValue().getPayload()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while reading the stream", e);
        }
    }
}
