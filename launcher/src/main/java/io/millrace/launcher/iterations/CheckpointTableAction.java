package io.millrace.launcher.iterations;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.dynamodb.CheckpointTable;
import io.millrace.checkpoint.dynamodb.DynamoDbCheckpointStore;
import io.millrace.launcher.CommonOptions;
import io.millrace.launcher.client.ConnectionOptions;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The options that the commands on a checkpoint table share: the table and the connection. */
abstract class CheckpointTableAction extends CommonOptions implements Callable<Integer> {
    @Option(
            names = "--table",
            paramLabel = "TABLE",
            required = true,
            description = "kinesis.checkpoint.metastore.table.name of the jobs: the checkpoint table in DynamoDB.")
    private String table;

    @Option(
            names = "--hash-key",
            paramLabel = "NAME",
            defaultValue = CheckpointTable.DEFAULT_HASH_KEY,
            description = "Name of the table's hash attribute. Default: ${DEFAULT-VALUE}.")
    private String hashKey;

    @Option(
            names = "--range-key",
            paramLabel = "NAME",
            defaultValue = CheckpointTable.DEFAULT_RANGE_KEY,
            description = "Name of the table's range attribute. Default: ${DEFAULT-VALUE}.")
    private String rangeKey;

    @Option(names = "--json", description = "Print a JSON object per line instead of a table.")
    private boolean json;

    @Mixin
    private ConnectionOptions.ToDynamoDb connection;

    @Spec
    private CommandSpec spec;

    @Override
    public final Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        CheckpointTable checkpoints = new CheckpointTable(table, hashKey, rangeKey, makesTable());
        int code;
        try (CheckpointStore store = DynamoDbCheckpointStore.open(dynamoDb(), checkpoints)) {
            code = run(store, out);
        }
        out.flush();
        return code;
    }

    /** Does it; returns the exit code. */
    abstract int run(CheckpointStore store, PrintWriter out);

    /** Whether the checkpoint table is made when it is missing: looking at a table must not make one. */
    boolean makesTable() {
        return false;
    }

    final boolean json() {
        return json;
    }

    /** A client of the same DynamoDB, which the caller closes. */
    final DynamoDbClient dynamoDb() {
        return connection.connection().dynamoDb();
    }

    /** The name of the checkpoint table. */
    final String table() {
        return table;
    }
}
