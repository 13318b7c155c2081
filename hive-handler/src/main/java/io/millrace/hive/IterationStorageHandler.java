package io.millrace.hive;

import io.millrace.hive.iterations.IterationInputFormat;
import io.millrace.hive.iterations.IterationMetaHook;
import io.millrace.hive.iterations.IterationTable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.apache.hadoop.hive.metastore.HiveMetaHook;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.ql.plan.TableDesc;
import org.apache.hadoop.hive.serde2.AbstractSerDe;
import org.apache.hadoop.mapred.InputFormat;

/**
 * Shows a checkpoint table in Hive, a row for each shard of each iteration: {@code STORED BY
 * 'io.millrace.hive.IterationStorageHandler'} with the DynamoDB table's name in the table property {@code
 * kinesis.checkpoint.metastore.table.name}. Read only. Used by the thread that compiles a query.
 */
@SuppressWarnings("rawtypes") // Hive's own signatures
public class IterationStorageHandler extends ReadOnlyStorageHandler {
    static final String READ_ONLY = "a table of iterations can only be read: iterations are changed by jobs that read"
            + " streams, and by bin/millrace iterations";

    public IterationStorageHandler() {
        super(READ_ONLY);
    }

    @Override
    public Class<? extends InputFormat> getInputFormatClass() {
        return IterationInputFormat.class;
    }

    @Override
    public Class<? extends AbstractSerDe> getSerDeClass() {
        return IterationSerDe.class;
    }

    @Override
    public HiveMetaHook getMetaHook() {
        return new IterationMetaHook(getConf());
    }

    @Override
    public URI getURIForAuth(Table table) throws URISyntaxException {
        return AuthorizationUri.ofDynamoDb(IterationTable.merged(table.getParameters(), getConf()));
    }

    /**
     * Fixes what is set for the table in this query.
     *
     * @throws IllegalArgumentException when something is missing, unknown or not allowed
     */
    @Override
    public void configureInputJobProperties(TableDesc table, Map<String, String> jobProperties) {
        IterationTable.describe(table.getProperties(), getConf(), jobProperties);
    }
}
