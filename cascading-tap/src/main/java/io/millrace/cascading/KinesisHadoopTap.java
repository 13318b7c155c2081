package io.millrace.cascading;

import cascading.flow.FlowProcess;
import cascading.tap.SinkMode;
import cascading.tap.Tap;
import cascading.tap.hadoop.io.HadoopTupleEntrySchemeIterator;
import cascading.tap.type.FileType;
import cascading.tuple.TupleEntryCollector;
import cascading.tuple.TupleEntryIterator;
import cascading.tuple.TupleEntrySchemeCollector;
import io.millrace.config.ConnectorConfig;
import io.millrace.config.KinesisOptions;
import io.millrace.config.TableSettings;
import io.millrace.publish.JobPublishing;
import io.millrace.split.ReadIterations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.OutputCollector;
import org.apache.hadoop.mapred.RecordReader;

/**
 * A stream as a source or a sink of Cascading. Settings of the tap say which stream this is and how to reach it; everything
 * else may come from the flow's properties as well. As a sink it {@link SinkMode#UPDATE adds} records, all of them when the
 * flow's sinks are committed, or none; as a source it reads what was planned, and {@link FlowIterations} commits. Its text
 * form shows no secret. Not thread-safe.
 */
@SuppressWarnings("rawtypes") // Cascading's own signatures
public class KinesisHadoopTap extends Tap<Configuration, RecordReader, OutputCollector>
        implements FileType<Configuration> {
    private static final long serialVersionUID = 1;

    /** Part of the staging folder's name, where a job has its id. */
    private static final String RUN = "flow";

    private final String stream;
    private final Map<String, String> settings = new LinkedHashMap<>();
    /** Names what is staged: taps live as long as one flow or are used in one at a time. */
    private final String id = UUID.randomUUID().toString();
    /** What the present flow stages in this process, as in local mode; on a cluster, its tasks do that. */
    private transient List<StagedOutput> outputs;

    /**
     * A tap on a stream, which must be there when a flow runs: taps make none.
     *
     * @param stream its name or ARN
     */
    public KinesisHadoopTap(KinesisHadoopScheme scheme, String stream) {
        super(scheme, SinkMode.UPDATE);
        this.stream = stream;
    }

    /** Sets a key of the connector's configuration, such as {@code kinesis.endpoint.region}. It is checked when a flow is made. */
    public KinesisHadoopTap set(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /** How long planning waits for a first record, in minutes, 0 for not at all; see {@code kinesis.nodata.timeout}. */
    public void setNoDataTimeout(int minutes) {
        set(KinesisOptions.NO_DATA_TIMEOUT.key(), Integer.toString(minutes));
    }

    /** The keys that sign calls; without them, the AWS SDK finds some. */
    public void setCredentials(String accessKey, String secretKey) {
        set(KinesisOptions.ACCESS_KEY.key(), accessKey);
        set(KinesisOptions.SECRET_KEY.key(), secretKey);
    }

    private Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.put(KinesisOptions.naming(stream).key(), stream);
        return all;
    }

    /** @throws io.millrace.config.ConfigException when the settings can't be used */
    @Override
    public void sourceConfInit(FlowProcess<? extends Configuration> process, Configuration conf) {
        TableSettings.apply(all(), conf);
        ConnectorConfig.from(conf);
        super.sourceConfInit(process, conf);
    }

    /** @throws io.millrace.config.ConfigException when the settings can't be used */
    @Override
    public void sinkConfInit(FlowProcess<? extends Configuration> process, Configuration conf) {
        output(conf);
        super.sinkConfInit(process, conf);
    }

    /** A flow may read a stream as well, so these are set for its output alone. */
    private void output(Configuration conf) {
        all().forEach((key, value) -> conf.set(JobPublishing.OUTPUT_PREFIX + key, value));
        conf.set(JobPublishing.PART, id);
        conf.set(JobPublishing.RUN, RUN);
        conf.setBoolean(JobPublishing.LEFT_TO_DRIVER, true);
        ConnectorConfig.from(JobPublishing.output(conf));
    }

    @Override
    public String getIdentifier() {
        return "kinesis://" + stream;
    }

    @Override
    public TupleEntryIterator openForRead(FlowProcess<? extends Configuration> process, RecordReader input)
            throws IOException {
        return new HadoopTupleEntrySchemeIterator(process, this, input);
    }

    /**
     * Where no planner of Hadoop's brings an output, as in local mode, records are staged by this process.
     *
     * @throws IOException when the stream can't be asked, or records of an earlier flow with this tap may be in it and the rest was
     *     not put
     */
    @Override
    public TupleEntryCollector openForWrite(FlowProcess<? extends Configuration> process, OutputCollector output)
            throws IOException {
        OutputCollector<?, ?> target = output;
        if (target == null) {
            Configuration conf = process.getConfigCopy();
            output(conf);
            JobPublishing.prepare(conf);
            target = stage(JobPublishing.of(conf, RUN));
        }
        return new TupleEntrySchemeCollector<>(process, this, (OutputCollector) target);
    }

    /** A flow may open a sink several times. What was staged for it before must still be there. */
    private synchronized StagedOutput stage(JobPublishing publishing) throws IOException {
        if (outputs == null) {
            publishing.checkNotInPublication();
            publishing.setupJob();
            outputs = new ArrayList<>();
        } else {
            publishing.checkSetUp();
        }
        StagedOutput output = new StagedOutput(publishing);
        outputs.add(output);
        return output;
    }

    private synchronized List<StagedOutput> endStaging() {
        List<StagedOutput> ended = outputs == null ? List.of() : outputs;
        outputs = null;
        return ended;
    }

    /**
     * Puts what was staged, unless another run has committed meanwhile what the flow has read. Cascading calls it where the flow was
     * started, in local mode as for a cluster's jobs, when those that stage for this tap have ended well.
     *
     * @throws IOException when not all could be put, or what was staged is gone
     * @throws io.millrace.checkpoint.CheckpointException when an iteration can't be committed any more
     */
    @Override
    public boolean commitResource(Configuration conf) throws IOException {
        List<StagedOutput> ended = endStaging();
        JobPublishing publishing = publishing(conf);
        try {
            publish(publishing, ended, conf);
        } catch (IOException | RuntimeException e) {
            // Cascading rolls the other sinks back, but not this one.
            publishing.giveUp();
            throw e;
        }
        return true;
    }

    private static void publish(JobPublishing publishing, List<StagedOutput> staged, Configuration conf)
            throws IOException {
        // Cascading only logs that an output can't be closed.
        if (!staged.stream().allMatch(StagedOutput::isCommitted)) {
            throw new IOException(
                    "nothing is published: not all that the flow has written could be staged; the log says why");
        }
        ReadIterations iterations = FlowIterations.checked(conf);
        publishing.checkSetUp();
        publishing.commitJob(iterations);
    }

    /** Forgets what was staged, unless some of it may be in the stream already: then it is kept for whoever goes on. */
    @Override
    public boolean rollbackResource(Configuration conf) throws IOException {
        endStaging();
        publishing(conf).giveUp();
        return true;
    }

    private JobPublishing publishing(Configuration conf) throws IOException {
        Configuration own = new Configuration(conf);
        output(own);
        return JobPublishing.of(own, RUN);
    }

    /** Streams are made by those who own them: a flow that needs one that is missing fails with its name. */
    @Override
    public boolean createResource(Configuration conf) {
        return true;
    }

    /** Never: what is in a stream stays. */
    @Override
    public boolean deleteResource(Configuration conf) {
        return false;
    }

    @Override
    public boolean resourceExists(Configuration conf) {
        return true;
    }

    /** Now: there may be new records at any time. */
    @Override
    public long getModifiedTime(Configuration conf) {
        return System.currentTimeMillis();
    }

    // A stream is no file, but Cascading's LocalHfsAdaptor takes none but taps that are.

    @Override
    public boolean isDirectory(FlowProcess<? extends Configuration> process) {
        return false;
    }

    @Override
    public boolean isDirectory(Configuration conf) {
        return false;
    }

    @Override
    public String[] getChildIdentifiers(FlowProcess<? extends Configuration> process) {
        return new String[0];
    }

    @Override
    public String[] getChildIdentifiers(Configuration conf) {
        return new String[0];
    }

    @Override
    public String[] getChildIdentifiers(
            FlowProcess<? extends Configuration> process, int depth, boolean fullyQualified) {
        return new String[0];
    }

    @Override
    public String[] getChildIdentifiers(Configuration conf, int depth, boolean fullyQualified) {
        return new String[0];
    }

    /** Not known. */
    @Override
    public long getSize(FlowProcess<? extends Configuration> process) {
        return 0;
    }

    /** Not known. */
    @Override
    public long getSize(Configuration conf) {
        return 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KinesisHadoopTap that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + getIdentifier() + "]";
    }
}
