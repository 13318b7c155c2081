package io.millrace.hive;

import io.millrace.hive.dynamodb.DynamoDbInputFormat;
import io.millrace.hive.dynamodb.DynamoDbMetaHook;
import io.millrace.hive.dynamodb.DynamoDbTable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.apache.hadoop.hive.metastore.HiveMetaHook;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.ql.plan.TableDesc;
import org.apache.hadoop.hive.serde2.AbstractSerDe;
import org.apache.hadoop.mapred.InputFormat;

/**
 * Shows a DynamoDB table in Hive, to be joined with streams: {@code STORED BY 'io.millrace.hive.DynamoDbStorageHandler'}
 * with the table properties of {@link DynamoDbTable}. Read only. Used by the thread that compiles a query.
 */
@SuppressWarnings("rawtypes") // Hive's own signatures
public class DynamoDbStorageHandler extends ReadOnlyStorageHandler {
    static final String READ_ONLY = "a DynamoDB table can only be read from Hive";

    public DynamoDbStorageHandler() {
        super(READ_ONLY);
    }

    @Override
    public Class<? extends InputFormat> getInputFormatClass() {
        return DynamoDbInputFormat.class;
    }

    @Override
    public Class<? extends AbstractSerDe> getSerDeClass() {
        return DynamoDbSerDe.class;
    }

    @Override
    public HiveMetaHook getMetaHook() {
        return new DynamoDbMetaHook(getConf());
    }

    @Override
    public URI getURIForAuth(Table table) throws URISyntaxException {
        return AuthorizationUri.ofDynamoDb(DynamoDbTable.settings(table.getParameters(), getConf()));
    }

    /**
     * Fixes what is set for the table in this query.
     *
     * @throws IllegalArgumentException when something is missing, unknown or not allowed
     */
    @Override
    public void configureInputJobProperties(TableDesc table, Map<String, String> jobProperties) {
        DynamoDbTable.describe(table.getProperties(), getConf(), jobProperties);
    }
}
