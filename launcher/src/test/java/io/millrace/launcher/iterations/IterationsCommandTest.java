package io.millrace.launcher.iterations;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.IterationNumber;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.LogicalName;
import io.millrace.checkpoint.PlannedIteration;
import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.SequenceRange;
import io.millrace.checkpoint.ShardId;
import io.millrace.checkpoint.ShardPlan;
import io.millrace.checkpoint.StreamIdentity;
import io.millrace.checkpoint.dynamodb.CheckpointTable;
import io.millrace.checkpoint.dynamodb.DynamoDbCheckpointStore;
import io.millrace.checkpoint.dynamodb.DynamoDbClients;
import io.millrace.launcher.Cli;
import io.millrace.local.DynamoDbLocalProcess;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

public class IterationsCommandTest {
    private static final String TABLE = "checkpoints";

    @ClassRule
    public static final TemporaryFolder folder = new TemporaryFolder();

    private static DynamoDbLocalProcess dynamoDb;

    @BeforeClass
    public static void plan_three_iterations() throws IOException {
        dynamoDb = DynamoDbLocalProcess.inMemory(folder.getRoot().toPath().resolve("dynamodb.log"));
        try (CheckpointStore store = DynamoDbCheckpointStore.open(
                DynamoDbClients.create(
                        Optional.of(dynamoDb.endpoint()),
                        Optional.of(Region.US_EAST_1),
                        Optional.of(StaticCredentialsProvider.create(AwsBasicCredentials.create("dummy", "dummy")))),
                CheckpointTable.named(TABLE))) {
            IterationPlan first = store.putIfAbsent(plan("errors", "access", 0, 100, 200));
            store.commitAll(List.of(PlannedIteration.of(first)));
            store.putIfAbsent(plan("errors", "access", 1, 201, 345));
            store.putIfAbsent(plan("audit", "orders", 0, 7, 8));
        }
    }

    @AfterClass
    public static void stop() {
        dynamoDb.close();
    }

    @Test
    public void the_list_has_a_line_per_iteration() {
        Cli list = run("list");

        assertThat(list.err()).isEmpty();
        assertThat(list.exitCode()).isZero();
        assertThat(list.out().lines())
                .hasSize(5)
                .anyMatch(line -> line.matches("errors +access +0 +committed +2026-05-17T10:00:00Z +2 +1"))
                .anyMatch(line -> line.matches("errors +access +1 +planned .*"))
                .anyMatch(line -> line.matches("audit +orders +0 +planned .*"));
    }

    @Test
    public void the_filters_choose_by_reader_and_stream() {
        assertThat(run("list", "--logical-name", "errors").out())
                .contains("access")
                .doesNotContain("orders");
        assertThat(run("list", "--stream", "orders").out()).contains("audit").doesNotContain("errors");
        assertThat(run("list", "--stream", "nothing").out())
                .contains("no iterations in table 'checkpoints', stream 'nothing'");
    }

    @Test
    public void an_iteration_is_shown_shard_by_shard() {
        Cli show = run("show", "1", "--logical-name", "errors");

        assertThat(show.exitCode()).isZero();
        assertThat(show.out())
                .contains("iteration 1 of logical name 'errors'")
                .doesNotContain("iteration 0")
                .containsPattern("shardId-000000000000 +goes on +201 +345")
                .containsPattern("shardId-000000000001 +nothing left +- +-");
    }

    @Test
    public void an_iteration_that_was_never_planned_is_an_error() {
        Cli show = run("show", "5", "--stream", "access");

        assertThat(show.exitCode()).isEqualTo(1);
        assertThat(show.err()).contains("no iteration 5 in table 'checkpoints', stream 'access'");
    }

    @Test
    public void a_table_that_does_not_exist_is_named_and_not_made() {
        Cli list = Cli.run("iterations", "list", "--table", "missing", "--endpoint-url", endpoint());

        assertThat(list.exitCode()).isEqualTo(1);
        assertThat(list.err()).contains("missing").doesNotContain("\tat ");
        assertThat(Cli.run("iterations", "list", "--table", "missing", "--endpoint-url", endpoint())
                        .exitCode())
                .isEqualTo(1);
    }

    @Test
    public void the_table_must_be_named() {
        Cli list = Cli.run("iterations", "list");

        assertThat(list.exitCode()).isEqualTo(2);
        assertThat(list.err()).contains("--table");
    }

    @Test
    public void a_dynamo_db_that_nobody_listens_for_is_explained() {
        Cli list = Cli.run("iterations", "list", "--table", TABLE, "--endpoint-url", "http://127.0.0.1:1");

        assertThat(list.exitCode()).isEqualTo(1);
        assertThat(list.err())
                .contains("the checkpoint table can't be used: cannot reach the endpoint http://127.0.0.1:1 ");
    }

    @Test
    public void an_endpoint_of_another_service_is_explained() {
        Cli list = Cli.run("stream", "list", "--endpoint-url", endpoint());

        assertThat(list.exitCode()).isEqualTo(1);
        assertThat(list.err()).contains("the endpoint " + endpoint() + " answered with status 400");
    }

    private static IterationPlan plan(String reader, String stream, long number, long first, long last) {
        StreamIdentity identity = new StreamIdentity(
                "arn:aws:kinesis:us-east-1:000000000000:stream/" + stream, Instant.parse("2026-05-17T09:00:00Z"));
        return new IterationPlan(
                new IterationKey(new LogicalName(reader), identity.arn(), new IterationNumber(number)),
                identity,
                Instant.parse("2026-05-17T10:00:00Z"),
                IterationPlan.State.PLANNED,
                List.of(
                        new ShardPlan(
                                new ShardId("shardId-000000000000"),
                                Optional.of(new SequenceRange(number(first), number(last))),
                                Optional.of(number(last)),
                                false),
                        new ShardPlan(
                                new ShardId("shardId-000000000001"),
                                Optional.empty(),
                                Optional.of(number(last)),
                                true)));
    }

    private static SequenceNumber number(long value) {
        return SequenceNumber.of(Long.toString(value));
    }

    private static String endpoint() {
        return dynamoDb.endpoint().toString();
    }

    private static Cli run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("iterations"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--table", TABLE, "--endpoint-url", endpoint()));
        return Cli.run(all.toArray(new String[0]));
    }
}
