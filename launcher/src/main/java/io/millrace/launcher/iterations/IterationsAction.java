package io.millrace.launcher.iterations;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.CheckpointStore.Summary;
import io.millrace.checkpoint.dynamodb.CheckpointTable;
import io.millrace.checkpoint.dynamodb.DynamoDbCheckpointStore;
import io.millrace.launcher.CommonOptions;
import io.millrace.launcher.client.Connection;
import io.millrace.launcher.client.ConnectionOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What the commands on a checkpoint table share: the table, the connection and the filter. */
abstract class IterationsAction extends CommonOptions implements Callable<Integer> {
    @Option(
            names = "--table",
            paramLabel = "TABLE",
            required = true,
            description = "The checkpoint table in DynamoDB (kinesis.checkpoint.metastore.table.name in Hive).")
    private String table;

    @Option(
            names = "--hash-key",
            paramLabel = "NAME",
            defaultValue = CheckpointTable.DEFAULT_HASH_KEY,
            description = {"Name of the table's hash attribute. Default: ${DEFAULT-VALUE}."})
    private String hashKey;

    @Option(
            names = "--range-key",
            paramLabel = "NAME",
            defaultValue = CheckpointTable.DEFAULT_RANGE_KEY,
            description = {"Name of the table's range attribute. Default: ${DEFAULT-VALUE}."})
    private String rangeKey;

    @Option(names = "--logical-name", paramLabel = "NAME", description = "Only the iterations of this logical name.")
    private String logicalName;

    @Option(
            names = "--stream",
            paramLabel = "STREAM",
            description = "Only the iterations on this stream (name or ARN).")
    private String stream;

    @Mixin
    private ConnectionOptions connection;

    @Spec
    private CommandSpec spec;

    @Override
    public final Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        // Looking at a table must not make one.
        CheckpointTable existing = new CheckpointTable(table, hashKey, rangeKey, false);
        DynamoDbClient dynamoDb = Connection.toDynamoDb(connection).dynamoDb();
        try (CheckpointStore store = DynamoDbCheckpointStore.open(dynamoDb, existing)) {
            run(store, out);
        }
        out.flush();
        return 0;
    }

    abstract void run(CheckpointStore store, PrintWriter out);

    /** The iterations that the filter lets through, in order. */
    final List<Summary> chosen(CheckpointStore store) {
        return store.all().stream().filter(this::isChosen).toList();
    }

    private boolean isChosen(Summary summary) {
        return (logicalName == null || summary.key().reader().value().equals(logicalName))
                && (stream == null
                        || summary.key().streamArn().equals(stream)
                        || summary.stream().name().equals(stream));
    }

    /** What was looked through, for messages. */
    final String scope() {
        return "table '" + table + "'"
                + (logicalName == null ? "" : ", logical name '" + logicalName + "'")
                + (stream == null ? "" : ", stream '" + stream + "'");
    }
}
