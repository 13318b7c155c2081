package io.millrace.pig;

import io.millrace.config.ConnectorConfig;
import io.millrace.config.KinesisOptions;
import io.millrace.config.PigSettings;
import io.millrace.config.TableSettings;
import io.millrace.read.KinesisRecordWritable;
import io.millrace.read.RecordField;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.InputFormat;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.pig.Expression;
import org.apache.pig.LoadFunc;
import org.apache.pig.LoadMetadata;
import org.apache.pig.LoadPredicatePushdown;
import org.apache.pig.LoadPushDown;
import org.apache.pig.ResourceSchema;
import org.apache.pig.ResourceStatistics;
import org.apache.pig.backend.hadoop.executionengine.mapReduceLayer.PigSplit;
import org.apache.pig.data.Tuple;

/**
 * Loads a stream into Pig: {@code LOAD 'stream' USING io.millrace.pig.KinesisStreamLoader('key=value', ...) AS
 * (line:chararray)}. AS names what a tuple has: the payload under any name and in any type, or with {@code
 * kinesis.pig.format=json} members of the payload's JSON object, and beside them the {@link RecordField fields that
 * tell where the record comes from}. Without AS a tuple has one field, the payload as a bytearray. Only what a script
 * uses of them is made.
 *
 * <p>Settings in the brackets say which stream this is and how to reach it; for everything else a {@code set} line of
 * the script wins, also one after the LOAD, because settings are read only when the script runs. Iterations are
 * committed when all jobs that Pig launched together have ended well; a commit that fails fails the script. Not thread-safe, as
 * Pig's loaders are.
 */
public class KinesisStreamLoader extends LoadFunc implements LoadMetadata, LoadPushDown, LoadPredicatePushdown {
    private final Map<String, String> settings;
    private LoadContext context;
    private RecordReader<Text, KinesisRecordWritable> reader;
    private RecordTuples tuples;

    /** A loader whose settings are the script's: Pig calls this, and not the other constructor, for an empty list. */
    public KinesisStreamLoader() {
        this(new String[0]);
    }

    /**
     * Makes a loader.
     *
     * @param settings {@code key=value} each, the keys as in the configuration's documentation
     * @throws IllegalArgumentException when one is not of that form
     */
    public KinesisStreamLoader(String... settings) {
        this.settings = Settings.parse("KinesisStreamLoader", List.of(settings));
    }

    @Override
    public void setUDFContextSignature(String signature) {
        context = new LoadContext(signature);
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
    public void setLocation(String location, Job job) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.put(KinesisOptions.naming(location).key(), location);
        TableSettings.apply(all, job.getConfiguration());
        // Checked here already: of a failure in getSplits, Pig keeps no more than that the job did not start.
        ConnectorConfig.from(job.getConfiguration());
        context.fields().checkAgainst(PigSettings.format(job.getConfiguration()));
        ScriptIterations.watch();
    }

    /** What AS names, in the types that it says: this loader makes them itself, so that Pig need not cast. */
    @Override
    public ResourceSchema getSchema(String location, Job job) throws IOException {
        return context.read(job.getConfiguration()).schema();
    }

    /** None: a stream is not counted before it is read. */
    @Override
    public ResourceStatistics getStatistics(String location, Job job) {
        return null;
    }

    /** None: a stream has no partitions in Pig's sense. */
    @Override
    public String[] getPartitionKeys(String location, Job job) {
        return null;
    }

    @Override
    public void setPartitionFilter(Expression partitionFilter) {
        throw new UnsupportedOperationException("a stream has no partitions");
    }

    @Override
    public List<OperatorSet> getFeatures() {
        return List.of(OperatorSet.PROJECTION);
    }

    /** From now on, tuples have only the fields that the script uses. */
    @Override
    public RequiredFieldResponse pushProjection(RequiredFieldList required) {
        context.project(
                required.getFields().stream().map(RequiredField::getIndex).toList());
        return new RequiredFieldResponse(true);
    }

    /** Those that tell where a record lies or when it came. */
    @Override
    public List<String> getPredicateFields(String location, Job job) throws IOException {
        return context.fields().names().stream().filter(PushedCondition::isOf).toList();
    }

    @Override
    public List<Expression.OpType> getSupportedExpressionTypes() {
        return PushedCondition.supported();
    }

    /** Parts of the stream without records that match are not read; Pig filters what is left. */
    @Override
    public void setPushdownPredicate(Expression predicate) throws IOException {
        context.restrict(PushedCondition.of(predicate));
    }

    @Override
    public InputFormat<Text, KinesisRecordWritable> getInputFormat() throws IOException {
        return new CommittedInputFormat(context.condition());
    }

    // Pig hands over the reader that this loader's own input format made.
    @SuppressWarnings("unchecked")
    @Override
    public void prepareToRead(@SuppressWarnings("rawtypes") RecordReader reader, PigSplit split) throws IOException {
        this.reader = reader;
        tuples = new RecordTuples(context.projected(), PigSettings.format(split.getConf()));
    }

    /**
     * The next record, or null after the last one.
     *
     * @throws IOException which names the record, when its payload is not what AS says; also when records are lost or can't be
     *     read and the configuration does not allow that
     */
    @Override
    public Tuple getNext() throws IOException {
        try {
            return reader.nextKeyValue() ? tuples.of(reader.getCurrentValue()) : null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while reading the stream", e);
        }
    }
}
