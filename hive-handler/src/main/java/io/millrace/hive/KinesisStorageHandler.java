package io.millrace.hive;

import io.millrace.config.ConfigException;
import io.millrace.config.ConnectorConfig;
import io.millrace.hive.insert.HiveKinesisOutputFormat;
import io.millrace.hive.insert.InsertSettings;
import io.millrace.hive.insert.PublishHook;
import io.millrace.hive.insert.StagingCommitter;
import io.millrace.hive.scan.HiveKinesisInputFormat;
import io.millrace.hive.scan.PushedPredicate;
import io.millrace.hive.scan.ScanCondition;
import io.millrace.hive.scan.ScanExplanation;
import io.millrace.hive.scan.StreamStatistics;
import io.millrace.hive.serde.SerDeCheck;
import io.millrace.hive.table.QueryTable;
import io.millrace.hive.table.StreamHandler;
import io.millrace.hive.table.StreamInfo;
import io.millrace.shard.StreamSize;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.apache.hadoop.hive.metastore.HiveMetaHook;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.ql.ddl.table.AlterTableType;
import org.apache.hadoop.hive.ql.exec.TableScanOperator;
import org.apache.hadoop.hive.ql.io.HiveFileFormatUtils;
import org.apache.hadoop.hive.ql.metadata.DefaultStorageHandler;
import org.apache.hadoop.hive.ql.metadata.HiveStoragePredicateHandler;
import org.apache.hadoop.hive.ql.metadata.InputEstimator;
import org.apache.hadoop.hive.ql.metadata.StorageHandlerInfo;
import org.apache.hadoop.hive.ql.parse.SemanticException;
import org.apache.hadoop.hive.ql.plan.ExprNodeDesc;
import org.apache.hadoop.hive.ql.plan.FileSinkDesc;
import org.apache.hadoop.hive.ql.plan.OperatorDesc;
import org.apache.hadoop.hive.ql.plan.TableDesc;
import org.apache.hadoop.hive.ql.plan.TableScanDesc;
import org.apache.hadoop.hive.ql.stats.Partish;
import org.apache.hadoop.hive.serde2.AbstractSerDe;
import org.apache.hadoop.hive.serde2.Deserializer;
import org.apache.hadoop.mapred.InputFormat;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.OutputFormat;

/**
 * Makes a stream a Hive table: {@code STORED BY 'io.millrace.hive.KinesisStorageHandler'} with the stream's name in
 * the table property {@code kinesis.stream.name}. Used by the thread that compiles a query.
 */
@SuppressWarnings("rawtypes") // Hive's own signatures
public class KinesisStorageHandler extends DefaultStorageHandler
        implements HiveStoragePredicateHandler, InputEstimator, StreamHandler {
    private static final String COMMITTER = "mapred.output.committer.class";
    /** The one that Hive gives each of its jobs. */
    private static final String NO_COMMITTER = HiveFileFormatUtils.NullOutputCommitter.class.getName();

    /**
     * What a table is taken for, in bytes: above the sizes up to which Hive reads a table without a job or sends it to each
     * task of a join (200 and 25 MB), and still only a handful of reducers (one for 256 MB).
     */
    static final long NOMINAL_BYTES = 1L << 30;

    private static final StreamSize NOMINAL = new StreamSize(NOMINAL_BYTES / 1024, NOMINAL_BYTES);

    @Override
    public Class<? extends InputFormat> getInputFormatClass() {
        return HiveKinesisInputFormat.class;
    }

    @Override
    public Class<? extends OutputFormat> getOutputFormatClass() {
        return HiveKinesisOutputFormat.class;
    }

    @Override
    public Class<? extends AbstractSerDe> getSerDeClass() {
        return KinesisSerDe.class;
    }

    @Override
    public HiveMetaHook getMetaHook() {
        return new KinesisMetaHook(getConf());
    }

    /**
     * Fixes what is set for the table in this query, and sees to it that all its streams are planned together.
     *
     * @throws ConfigException when something is missing, unknown or not allowed
     */
    @Override
    public void configureInputJobProperties(TableDesc table, Map<String, String> jobProperties) {
        QueryTable settings = QueryTable.of(table.getProperties(), getConf());
        ConnectorConfig config = settings.parse(QueryTable.merged(table.getProperties(), getConf()));
        jobProperties.put(QueryTable.PROPERTY, settings.encoded());
        jobProperties.put(ScanCondition.TABLE, table.getTableName());
        SerDeCheck.note(table.getProperties(), config.reading(), jobProperties);
        IterationHook.register(getConf());
    }

    /**
     * Pushes down what tells where records lie and when they came. All of the condition also stays with Hive, since a
     * part of a shard that may hold matching records holds others, too.
     */
    @Override
    public DecomposedPredicate decomposePredicate(JobConf job, Deserializer deserializer, ExprNodeDesc predicate) {
        // What the job says of tables may be left from another one of the session.
        return PushedPredicate.of(predicate, ((KinesisSerDe) deserializer).table(), getConf());
    }

    /** What EXPLAIN shows of a scan. */
    @Override
    public Map<String, String> getOperatorDescProperties(OperatorDesc operator, Map<String, String> properties) {
        return operator instanceof TableScanDesc scan ? ScanExplanation.of(scan, properties, getConf()) : properties;
    }

    /**
     * Fixes how the table is written in this statement, and sees to it that the rows are published at its end.
     *
     * @throws ConfigException when something is missing, unknown or not allowed
     * @throws io.millrace.client.StreamException when the stream can't be written
     */
    @Override
    public void configureOutputJobProperties(TableDesc table, Map<String, String> jobProperties) {
        InsertSettings settings = InsertSettings.plan(table, getConf());
        settings.keepIn(table.getProperties());
        settings.noteIn(getConf());
        PublishHook.register(getConf());
    }

    /**
     * Sends the connector with the job, and gives one that writes streams a committer that tells the attempts of its tasks apart.
     *
     * @throws IllegalStateException when the job has another one already
     */
    @Override
    public void configureJobConf(TableDesc table, JobConf job) {
        TaskJar.sendWith(job);
        InsertSettings.in(table.getProperties()).ifPresent(settings -> {
            String other = job.get(COMMITTER, NO_COMMITTER);
            if (!other.equals(NO_COMMITTER) && !other.equals(StagingCommitter.class.getName())) {
                throw new IllegalStateException("a job that writes a stream can't write the table of " + other
                        + " as well: use two statements");
            }
            job.set(COMMITTER, StagingCommitter.class.getName());
        });
    }

    /** Whether ALTER TABLE may do this, besides what it may with any storage handler: what {@link KinesisMetaHook} understands. */
    @Override
    public boolean isAllowedAlterOperation(AlterTableType operation) {
        return super.isAllowedAlterOperation(operation) || KinesisMetaHook.allows(operation.name());
    }

    @Override
    public URI getURIForAuth(Table table) throws URISyntaxException {
        return AuthorizationUri.ofStream(QueryTable.merged(table.getParameters(), getConf()));
    }

    /**
     * Refuses INSERT OVERWRITE.
     *
     * @throws SemanticException when that is what the sink is for
     */
    @Override
    public void validateSinkDesc(FileSinkDesc sink) throws SemanticException {
        if (sink.getInsertOverwrite()) {
            throw new SemanticException(
                    "INSERT OVERWRITE of a stream has no meaning: its records can't be replaced; use INSERT INTO");
        }
    }

    @Override
    public boolean canProvideBasicStatistics() {
        return true;
    }

    /** Estimates, never to answer a query with. */
    @Override
    public Map<String, String> getBasicStatistics(Partish partish) {
        return StreamStatistics.of(partish.getTable().getMetadata(), getConf(), NOMINAL);
    }

    /** The stream, for DESCRIBE EXTENDED; of DESCRIBE FORMATTED, Hive 4.0.1 shows it only in JSON. */
    @Override
    public StorageHandlerInfo getStorageHandlerInfo(Table table) {
        return StreamInfo.of(table.getParameters(), getConf());
    }

    /**
     * How much a scan reads at most. Hive asks for two reasons, which only {@code remaining} tells apart. Engine mr chooses reducers
     * and map joins by it and says -1; it does not look at {@link #getBasicStatistics} for that. Whoever says how much may
     * be left chooses whether to answer the query without a job, which then can't commit: for that, no stream is small, as
     * it does not matter how much there is but that there may be more.
     */
    @Override
    public Estimation estimate(JobConf job, TableScanOperator scan, long remaining) {
        return new Estimation(
                -1, remaining >= 0 ? NOMINAL_BYTES : bytes(scan.getConf().getTableMetadata()));
    }

    /** @param table null when Hive tells none */
    private long bytes(org.apache.hadoop.hive.ql.metadata.Table table) {
        return table == null
                ? NOMINAL_BYTES
                : StreamStatistics.size(table.getMetadata(), getConf(), NOMINAL).bytes();
    }
}
