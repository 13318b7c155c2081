package io.millrace.launcher.iterations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.DataLoss;
import io.millrace.checkpoint.IterationChoice;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.IterationPlanner;
import io.millrace.checkpoint.LogicalName;
import io.millrace.checkpoint.PlanRequest;
import io.millrace.checkpoint.PlannedIteration;
import io.millrace.checkpoint.Position;
import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.SequenceRange;
import io.millrace.checkpoint.ShardPlan;
import io.millrace.checkpoint.dynamodb.CheckpointTable;
import io.millrace.checkpoint.dynamodb.DynamoDbCheckpointStore;
import io.millrace.client.SdkStreamReader;
import io.millrace.client.StreamReader;
import io.millrace.config.Endpoint;
import io.millrace.config.Reading.ReadLimits;
import io.millrace.config.StreamReference;
import io.millrace.launcher.Cli;
import io.millrace.launcher.LocalService;
import io.millrace.launcher.client.Connection;
import io.millrace.local.DynamoDbLocalProcess;
import io.millrace.shard.KinesisStreamSurvey;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.SdkBytes;

/**
 * A stream of one shard, a checkpoint table and the commands on it, new for each test. The stream service and DynamoDB Local
 * are shared by all tests of this JVM and end with it.
 */
abstract class IterationsOnStream {
    static final String SHARD = "shardId-000000000000";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static DynamoDbLocalProcess dynamoDb;

    private final String table = "checkpoints-" + UUID.randomUUID();
    final String stream = service().createStream("ops", 1);

    static LocalService service() {
        return LocalService.shared();
    }

    private static synchronized DynamoDbLocalProcess dynamoDb() {
        if (dynamoDb == null) {
            dynamoDb = DynamoDbLocalProcess.inMemory();
        }
        return dynamoDb;
    }

    static Connection tables() {
        return Connection.to(dynamoDb().endpoint());
    }

    final CheckpointStore store() {
        return DynamoDbCheckpointStore.open(tables().dynamoDb(), CheckpointTable.named(table));
    }

    final String put(String text) {
        return service()
                .kinesis()
                .putRecord(
                        request -> request.streamName(stream).partitionKey("k").data(SdkBytes.fromUtf8String(text)))
                .sequenceNumber();
    }

    final StreamReader reader() {
        Connection connection = Connection.to(URI.create(service().endpoint()));
        return SdkStreamReader.over(
                connection.kinesis(),
                new StreamReference(stream, Optional.empty()),
                new Endpoint(connection.endpoint(), Optional.empty()));
    }

    /** Plans what {@code next} gives, and commits it if wanted. */
    final IterationPlan next(String logicalName, boolean commit) {
        PlanRequest request = new PlanRequest(
                new LogicalName(logicalName),
                new IterationChoice.Next(),
                new Position.TrimHorizon(),
                DataLoss.FAIL,
                "",
                PlanRequest.SilenceLimit.NONE);
        try (StreamReader reader = reader();
                CheckpointStore store = store()) {
            IterationPlan plan =
                    new IterationPlanner(store).plan(request, new KinesisStreamSurvey(reader, new ReadLimits(0, 0)));
            if (commit) {
                store.commitAll(List.of(PlannedIteration.of(plan)));
            }
            return plan;
        }
    }

    final List<Long> numbers(String logicalName, IterationPlan like) {
        try (CheckpointStore store = store()) {
            return store.iterations(new LogicalName(logicalName), like.stream().arn()).stream()
                    .map(summary -> summary.key().number().value())
                    .toList();
        }
    }

    static List<SequenceRange> ranges(IterationPlan plan) {
        return plan.shards().stream()
                .map(ShardPlan::records)
                .flatMap(Optional::stream)
                .toList();
    }

    static SequenceRange range(String first, String last) {
        return new SequenceRange(SequenceNumber.of(first), SequenceNumber.of(last));
    }

    final Cli run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("iterations"));
        all.addAll(List.of(arguments));
        all.addAll(List.of(
                "--table", table, "--endpoint-url", dynamoDb().endpoint().toString()));
        return Cli.run(all.toArray(new String[0]));
    }

    final Cli look(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--stream-endpoint-url", service().endpoint()));
        return run(all.toArray(new String[0]));
    }

    static JsonNode json(Cli cli) throws IOException {
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        return JSON.readTree(cli.out());
    }
}
