package io.millrace.pig;

import io.millrace.config.ConnectorConfig;
import io.millrace.config.KinesisOptions;
import io.millrace.publish.JobPublishing;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.MD5Hash;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.OutputFormat;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.pig.ResourceSchema;
import org.apache.pig.StoreFunc;
import org.apache.pig.data.Tuple;

/**
 * Stores a relation into a stream: {@code STORE r INTO 'stream' USING io.millrace.pig.KinesisStreamStorage('field',
 * 'key=value', ...)}. The field is the partition key; without one, or where it is null, records are spread evenly. What else a tuple
 * has is the payload: the bytes or the text of one field, or a JSON object of several by their names.
 *
 * <p>Records are put when all jobs that Pig launched together have ended well, all of a STORE's or none; where Pig has no ScriptState, as
 * in a program that runs Pig's plans by itself, when the STORE's own job has. A payload without a byte, as of null, fails the task, because
 * no stream takes an empty record. Settings in the brackets count for this STORE alone. Not thread-safe, as Pig's functions are.
 */
public class KinesisStreamStorage extends StoreFunc {
    private static final String NAME = "KinesisStreamStorage";
    /** What Pig tells its jobs of the engine. */
    private static final String ENGINE = "exectype";

    private final Optional<String> partitionKey;
    private final Map<String, String> settings;
    private StoreContext context;
    private OutgoingTuples tuples;
    private RecordWriter<Text, byte[]> writer;

    /** A store function whose settings are the script's: Pig calls this, and not the other constructor, for an empty list. */
    public KinesisStreamStorage() {
        this(new String[0]);
    }

    /**
     * Makes a store function.
     *
     * @param arguments the name of the field that is the partition key, if there is one, and {@code key=value} each
     * @throws IllegalArgumentException when there are others
     */
    public KinesisStreamStorage(String... arguments) {
        List<String> all = List.of(arguments);
        boolean named = !all.isEmpty() && !all.get(0).contains("=");
        partitionKey = named && !all.get(0).isBlank() ? Optional.of(all.get(0).strip()) : Optional.empty();
        settings = Settings.parse(NAME, named ? all.subList(1, all.size()) : all);
    }

    @Override
    public void setStoreFuncUDFContextSignature(String signature) {
        context = new StoreContext(signature);
    }

    /** A stream's name or ARN is no path: it stays as it was written. */
    @Override
    public String relToAbsPathForStoreLocation(String location, Path currentDirectory) {
        return location;
    }

    /**
     * Notes the fields for the tasks.
     *
     * @throws IOException when the partition key is none of them, or no field is left for the payload
     */
    @Override
    public void checkSchema(ResourceSchema schema) throws IOException {
        OutgoingTuples.of(Optional.of(schema), partitionKey);
        context.keep(schema);
    }

    /**
     * Brings the settings together, as those of the job's output only: a LOAD of the same job has its own, and so has
     * another STORE.
     *
     * @throws io.millrace.config.ConfigException when they can't be used
     */
    @Override
    public void setStoreLocation(String location, Job job) throws IOException {
        Configuration conf = job.getConfiguration();
        conf.getPropsWithPrefix(JobPublishing.OUTPUT_PREFIX)
                .keySet()
                .forEach(key -> conf.unset(JobPublishing.OUTPUT_PREFIX + key));
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.put(KinesisOptions.naming(location).key(), location);
        all.forEach((key, value) -> conf.set(JobPublishing.OUTPUT_PREFIX + key, value));
        conf.set(
                JobPublishing.PART,
                MD5Hash.digest(context.signature() + " " + location).toString());
        context.run().ifPresent(run -> conf.set(JobPublishing.RUN, run));
        ConnectorConfig.from(JobPublishing.output(conf));
        context.target().ifPresent(target -> JobPublishing.note(conf, target));
        conf.setBoolean(JobPublishing.VERTICES, "TEZ".equalsIgnoreCase(conf.get(ENGINE)));
        conf.setBoolean(JobPublishing.LEFT_TO_DRIVER, context.isLeftToScript());
        if (context.isLeftToScript()) {
            ScriptIterations.watch().ifPresent(script -> ScriptOutputs.note(script, conf));
        }
    }

    @Override
    public OutputFormat<Text, byte[]> getOutputFormat() {
        return new NotedOutputFormat(context);
    }

    // Pig hands over the writer that this function's own output format made.
    @SuppressWarnings("unchecked")
    @Override
    public void prepareToWrite(@SuppressWarnings("rawtypes") RecordWriter writer) throws IOException {
        this.writer = writer;
        tuples = OutgoingTuples.of(context.schema(), partitionKey);
    }

    /**
     * Stages a record.
     *
     * @throws IOException which names the field, when the tuple can't be a record
     */
    @Override
    public void putNext(Tuple tuple) throws IOException {
        try {
            writer.write(tuples.partitionKey(tuple), tuples.payload(tuple));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while staging records", e);
        }
    }

    /** On Tez, the vertices that a UNION unites write at once: what their tasks stage has names that tell the vertices apart. */
    @Override
    public Boolean supportsParallelWriteToStoreLocation() {
        return true;
    }

    /** The job's committer or the script's end has done it; Pig would look for a file of the stream's name. */
    @Override
    public void cleanupOnFailure(String location, Job job) {}

    /** What was published stays. */
    @Override
    public void cleanupOnSuccess(String location, Job job) {}
}
