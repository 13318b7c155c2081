package io.millrace.launcher.iterations;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.CheckpointStore.Summary;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.LogicalName;
import io.millrace.checkpoint.StreamIdentity;
import io.millrace.checkpoint.dynamodb.CheckpointTable;
import io.millrace.checkpoint.dynamodb.DynamoDbCheckpointStore;
import io.millrace.launcher.CommonOptions;
import io.millrace.launcher.UserError;
import io.millrace.launcher.client.Connection;
import io.millrace.launcher.client.ConnectionOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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

    @Option(names = "--json", description = "Print a JSON object per line instead of a table.")
    private boolean json;

    @Mixin
    private ConnectionOptions connection;

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
        return Connection.toDynamoDb(connection).dynamoDb();
    }

    final CommandSpec spec() {
        return spec;
    }

    /** The value of {@code --logical-name}, if given. */
    final Optional<String> logicalName() {
        return Optional.ofNullable(logicalName);
    }

    /** The value of {@code --stream}, if given. */
    final Optional<String> stream() {
        return Optional.ofNullable(stream);
    }

    /** A reader of a stream. */
    record ReaderOfStream(LogicalName reader, StreamIdentity stream) {}

    /** The readers and streams that the filter lets through, each with its iterations in order. */
    final Map<ReaderOfStream, List<Summary>> readers(CheckpointStore store) {
        Map<ReaderOfStream, List<Summary>> readers = new LinkedHashMap<>();
        Map<String, StreamIdentity> newest = new HashMap<>();
        List<Summary> chosen = chosen(store);
        chosen.forEach(summary -> newest.put(place(summary), summary.stream()));
        chosen.forEach(summary -> readers.computeIfAbsent(
                        new ReaderOfStream(summary.key().reader(), newest.get(place(summary))),
                        reader -> new ArrayList<>())
                .add(summary));
        return readers;
    }

    private static String place(Summary summary) {
        return summary.key().reader().value() + " " + summary.key().streamArn();
    }

    /**
     * The one reader and stream that the filter lets through.
     *
     * @throws UserError when there is none, or more than one
     */
    final ReaderOfStream one(CheckpointStore store) {
        Set<ReaderOfStream> readers = readers(store).keySet();
        if (readers.size() == 1) {
            return readers.iterator().next();
        }
        if (readers.isEmpty()) {
            throw new UserError("there are no iterations in " + scope());
        }
        throw new UserError("several readers have iterations in " + scope() + "; say which one is meant: "
                + String.join(
                        ", ",
                        readers.stream()
                                .map(each -> "--logical-name " + each.reader().value() + " --stream "
                                        + each.stream().name())
                                .toList()));
    }

    /** The iterations that the filter lets through, in order. */
    final List<Summary> chosen(CheckpointStore store) {
        return store.all().stream().filter(this::isChosen).toList();
    }

    /**
     * The plans of the iterations that the filter lets through, in order; each is read when it is asked for.
     *
     * @param number the only one wanted, null for all
     * @throws UserError when there is none, or when one is deleted meanwhile
     */
    final Stream<IterationPlan> plans(CheckpointStore store, Long number) {
        List<Summary> iterations = chosen(store).stream()
                .filter(summary -> number == null || summary.key().number().value() == number)
                .toList();
        if (iterations.isEmpty()) {
            throw new UserError("there is no iteration " + (number == null ? "" : number + " ") + "in " + scope()
                    + "; 'millrace iterations list' shows those that there are");
        }
        return iterations.stream().map(summary -> store.find(summary.key())
                .orElseThrow(() -> new UserError(summary.key() + " was deleted while it was looked at")));
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
