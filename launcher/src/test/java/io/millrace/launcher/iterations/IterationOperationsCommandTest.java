package io.millrace.launcher.iterations;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.DataLoss;
import io.millrace.checkpoint.IterationChoice;
import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.IterationPlanner;
import io.millrace.checkpoint.LogicalName;
import io.millrace.checkpoint.PlanRequest;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The commands that change iterations or look into streams, against a stream service and DynamoDB Local. */
public class IterationOperationsCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ClassRule
    public static final TemporaryFolder folder = new TemporaryFolder();

    @ClassRule
    public static final LocalService service = new LocalService();

    private static DynamoDbLocalProcess dynamoDb;

    private final String table = "checkpoints-" + UUID.randomUUID();
    private String stream;

    @BeforeClass
    public static void start() throws IOException {
        dynamoDb = DynamoDbLocalProcess.inMemory(folder.getRoot().toPath().resolve("dynamodb.log"));
    }

    @AfterClass
    public static void stop() {
        dynamoDb.close();
    }

    @Before
    public void makeStream() {
        stream = service.createStream("ops", 1);
    }

    private static Connection tables() {
        return Connection.to(dynamoDb.endpoint());
    }

    private CheckpointStore store() {
        return DynamoDbCheckpointStore.open(tables().dynamoDb(), CheckpointTable.named(table));
    }

    private String put(String text) {
        return service.kinesis()
                .putRecord(
                        request -> request.streamName(stream).partitionKey("k").data(SdkBytes.fromUtf8String(text)))
                .sequenceNumber();
    }

    private StreamReader reader() {
        Connection connection = Connection.to(URI.create(service.endpoint()));
        return SdkStreamReader.over(
                connection.kinesis(),
                new StreamReference(stream, Optional.empty()),
                new Endpoint(connection.endpoint(), Optional.empty()));
    }

    /** Plans what {@code next} gives, and commits it if wanted. */
    private IterationPlan next(String logicalName, boolean commit) {
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
                store.commit(plan.key());
            }
            return plan;
        }
    }

    private List<Long> numbers(String logicalName, IterationPlan like) {
        try (CheckpointStore store = store()) {
            return store.iterations(new LogicalName(logicalName), like.stream().arn()).stream()
                    .map(summary -> summary.key().number().value())
                    .toList();
        }
    }

    private static List<SequenceRange> ranges(IterationPlan plan) {
        return plan.shards().stream()
                .map(ShardPlan::records)
                .flatMap(Optional::stream)
                .toList();
    }

    private static SequenceRange range(String first, String last) {
        return new SequenceRange(SequenceNumber.of(first), SequenceNumber.of(last));
    }

    private Cli run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("iterations"));
        all.addAll(List.of(arguments));
        all.addAll(
                List.of("--table", table, "--endpoint-url", dynamoDb.endpoint().toString()));
        return Cli.run(all.toArray(new String[0]));
    }

    private Cli look(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--stream-endpoint-url", service.endpoint()));
        return run(all.toArray(new String[0]));
    }

    private static JsonNode json(Cli cli) throws IOException {
        assertThat(cli.exitCode()).as(cli.err()).isZero();
        return JSON.readTree(cli.out());
    }

    @Test
    public void afterARewindTheNextIterationHoldsAllThatWasPutSince() {
        put("zero");
        next("errors", true);
        String one = put("one");
        next("errors", true);
        String two = put("two");
        IterationPlan last = next("errors", true);

        Cli dry = run("rewind", "--to", "0", "--dry-run");
        assertThat(dry.out()).contains("would remove").contains("committed");
        assertThat(numbers("errors", last)).containsExactly(0L, 1L, 2L);

        assertThat(run("rewind", "--to", "0", "--yes").exitCode()).isZero();

        assertThat(numbers("errors", last)).containsExactly(0L);
        IterationPlan again = next("errors", true);
        assertThat(again.key().number().value()).isEqualTo(1);
        assertThat(ranges(again)).containsExactly(range(one, two));
    }

    @Test
    public void nothingIsRemovedWithoutConsent() {
        put("zero");
        next("errors", true);

        Cli rewind = run("rewind", "--to", "0");

        assertThat(rewind.exitCode()).isEqualTo(2);
        assertThat(rewind.err()).contains("--yes").contains("--dry-run");
        Cli missing = run("rewind", "--to", "5", "--yes");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).contains("iteration 5").contains("is only iteration 0");
    }

    @Test
    public void aReaderMustBeNamedWhereThereAreSeveral() {
        put("zero");
        next("errors", true);
        next("audit", true);

        Cli rewind = run("rewind", "--to", "0", "--yes");

        assertThat(rewind.exitCode()).isEqualTo(1);
        assertThat(rewind.err()).contains("--logical-name errors").contains("--logical-name audit");
    }

    @Test
    public void oldIterationsAreDeletedButNotTheNewestOne() {
        for (String text : List.of("zero", "one", "two")) {
            put(text);
            next("errors", true);
        }
        IterationPlan last = next("errors", true);

        assertThat(run("delete", "--before", "99", "--yes").exitCode()).isZero();

        assertThat(numbers("errors", last)).containsExactly(3L);
        assertThat(next("errors", false).key().number().value()).isEqualTo(4);
    }

    @Test
    public void aForkGoesOnWhereTheOriginalIs() {
        put("zero");
        next("errors", true);
        String one = put("one");
        next("errors", false);

        assertThat(run("fork", "--as", "trial", "--logical-name", "errors").exitCode())
                .isZero();

        IterationPlan forked = next("trial", true);
        assertThat(forked.key().number().value()).isEqualTo(1);
        assertThat(ranges(forked)).containsExactly(range(one, one));
        String two = put("two");
        assertThat(ranges(next("trial", true))).containsExactly(range(two, two));
        assertThat(next("errors", false).key().number().value()).isEqualTo(1);
    }

    @Test
    public void whatIsExportedIsWhatIsStored() throws IOException {
        String first = put("zero");
        String last = put("one");
        IterationPlan plan = next("errors", true);

        JsonNode line = json(run("export"));

        assertThat(line.get("logicalName").textValue()).isEqualTo("errors");
        assertThat(line.get("streamArn").textValue()).isEqualTo(plan.stream().arn());
        assertThat(line.get("iteration").longValue()).isZero();
        assertThat(line.get("state").textValue()).isEqualTo("committed");
        JsonNode shard = line.get("shards").get(0);
        assertThat(shard.get("first").textValue()).isEqualTo(first);
        assertThat(shard.get("last").textValue()).isEqualTo(last);
        assertThat(shard.get("consumed").textValue()).isEqualTo(last);
        assertThat(shard.get("finished").booleanValue()).isFalse();
        assertThat(json(run("show", "0", "--json"))).isEqualTo(line);
        assertThat(json(run("list", "--json")).get("shardsWithRecords").intValue())
                .isEqualTo(1);
    }

    @Test
    public void theLagIsWhatNoCommittedIterationHas() throws IOException {
        put("zero");
        next("errors", true);
        JsonNode none = json(look("lag", "--json"));
        assertThat(none.get("unreadRecords").longValue()).isZero();
        assertThat(none.get("behindMillis").longValue()).isZero();
        assertThat(none.get("expiresAt").isNull()).isTrue();
        assertThat(none.get("next").longValue()).isEqualTo(1);

        String one = put("one");
        next("errors", false);
        put("two");
        JsonNode lag = json(look("lag", "--json"));
        assertThat(lag.get("unreadRecords").longValue()).isEqualTo(2);
        assertThat(lag.get("uncommitted").longValue()).isEqualTo(1);
        assertThat(lag.get("next").longValue()).isEqualTo(1);
        assertThat(lag.get("expiringSequenceNumber").textValue()).isEqualTo(one);
        assertThat(lag.get("expiringShardId").textValue()).isEqualTo("shardId-000000000000");
        assertThat(java.time.Instant.parse(lag.get("expiresAt").textValue()))
                .isBetween(
                        java.time.Instant.now().plus(java.time.Duration.ofHours(23)),
                        java.time.Instant.now().plus(java.time.Duration.ofHours(24)));
        assertThat(look("lag").out()).containsPattern("errors +ops-\\d+ +1 +1 +2 ");
    }

    @Test
    public void anIterationThatIsWholeVerifiesAndOneWhoseRangeIsNotThereDoesNot() {
        String zero = put("zero");
        put("one");
        IterationPlan plan = next("errors", true);

        Cli whole = look("verify", "0");
        assertThat(whole.exitCode()).as(whole.err()).isZero();
        assertThat(whole.out()).contains("whole, 2 records").containsPattern("shardId-000000000000 +whole +2");

        ShardPlan real = plan.shards().get(0);
        SequenceNumber before =
                new SequenceNumber(SequenceNumber.of(zero).value().subtract(java.math.BigInteger.ONE));
        SequenceRange range = new SequenceRange(before, real.consumed().orElseThrow());
        try (CheckpointStore store = store()) {
            store.putIfAbsent(new IterationPlan(
                    new IterationKey(
                            new LogicalName("trimmed"),
                            plan.stream().arn(),
                            plan.key().number()),
                    plan.stream(),
                    plan.plannedAt(),
                    plan.state(),
                    List.of(new ShardPlan(real.shard(), Optional.of(range), real.consumed(), false))));
        }
        Cli trimmed = look("verify", "--logical-name", "trimmed");
        assertThat(trimmed.exitCode()).isEqualTo(1);
        assertThat(trimmed.out()).contains("NOT WHOLE, 2 records").containsPattern("shardId-000000000000 +trimmed +2");
    }

    @Test
    public void aStreamThatWasMadeAnewIsNotTakenForTheOldOne() {
        put("zero");
        IterationPlan plan = next("errors", true);
        try (CheckpointStore store = store()) {
            store.putIfAbsent(new IterationPlan(
                    new IterationKey(
                            new LogicalName("old"),
                            plan.stream().arn(),
                            plan.key().number()),
                    new io.millrace.checkpoint.StreamIdentity(
                            plan.stream().arn(), plan.stream().created().minusSeconds(60)),
                    plan.plannedAt(),
                    plan.state(),
                    plan.shards()));
        }

        assertThat(look("lag", "--logical-name", "old").out()).contains("deleted and created anew");
        Cli verify = look("verify", "--logical-name", "old");
        assertThat(verify.exitCode()).isEqualTo(1);
        assertThat(verify.err()).contains("another one");
    }

    @Test
    public void aReaderGoesOnExactlyWhereAKclApplicationStopped() {
        String zero = put("zero");
        String one = put("one");
        String two = put("two");
        String leases = leaseTable();
        lease(leases, "shardId-000000000000", zero, 0);

        Cli imported = importKcl(leases, "errors");

        assertThat(imported.exitCode()).as(imported.err()).isZero();
        IterationPlan first = next("errors", true);
        assertThat(first.key().number().value()).isZero();
        assertThat(ranges(first)).containsExactly(range(one, two));
        String three = put("three");
        assertThat(ranges(next("errors", true))).containsExactly(range(three, three));
        Cli again = importKcl(leases, "errors");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("has iterations").contains("already");
    }

    @Test
    public void sentinelsAndReshardedShardsOfAKclApplicationAreUnderstood() {
        String zero = put("zero");
        assertThat(Cli.run("stream", "split", stream, "0", "--endpoint-url", service.endpoint())
                        .exitCode())
                .isZero();
        String one = put("one");
        String[] checkpoints = {"TRIM_HORIZON", "LATEST", "SHARD_END"};
        List<List<SequenceRange>> expected =
                List.of(List.of(range(one, one)), List.of(range(one, one)), List.of(range(one, one)));
        for (int i = 0; i < checkpoints.length; i++) {
            String leases = leaseTable();
            lease(leases, "shardId-000000000000", checkpoints[i], 0);
            Cli imported = importKcl(leases, checkpoints[i]);
            assertThat(imported.exitCode()).as(imported.err()).isZero();
            IterationPlan plan = next(checkpoints[i], false);
            assertThat(plan.shards()).hasSize(3);
            List<SequenceRange> ranges = ranges(plan);
            assertThat(ranges).as(checkpoints[i]).containsAll(expected.get(i));
            assertThat(ranges).as(checkpoints[i]).hasSize(checkpoints[i].equals("TRIM_HORIZON") ? 2 : 1);
            assertThat(ranges.get(0).first().toString()).isEqualTo(checkpoints[i].equals("TRIM_HORIZON") ? zero : one);
        }
        String children = leaseTable();
        lease(children, "shardId-000000000001", "TRIM_HORIZON", 0);
        lease(children, "shardId-000000000002", "TRIM_HORIZON", 0);
        assertThat(importKcl(children, "children").exitCode()).isZero();
        assertThat(ranges(next("children", false)))
                .as("the parent was done with")
                .containsExactly(range(one, one));
    }

    @Test
    public void aLeaseTableThatDoesNotFitIsRefused() {
        put("zero");
        String empty = leaseTable();
        assertThat(importKcl(empty, "a").err()).contains("has no leases").contains(stream);
        String other = leaseTable();
        lease(other, "shardId-000000000077", "TRIM_HORIZON", 0);
        assertThat(importKcl(other, "b").err()).contains("is this the application's stream?");
        String time = leaseTable();
        lease(time, "shardId-000000000000", "AT_TIMESTAMP", 0);
        assertThat(importKcl(time, "c").err()).contains("kinesis.initial.position");
        String odd = leaseTable();
        lease(odd, "shardId-000000000000", "soon", 0);
        assertThat(importKcl(odd, "d").err()).contains("'soon'").contains("TRIM_HORIZON");
    }

    @Test
    public void anApplicationThatStoppedInsideAnAggregateNeedsADecision() {
        byte[] aggregate = Aggregate.of("k", "x", "y", "z");
        String packed = service.kinesis()
                .putRecord(
                        request -> request.streamName(stream).partitionKey("k").data(SdkBytes.fromByteArray(aggregate)))
                .sequenceNumber();
        String inside = leaseTable();
        lease(inside, "shardId-000000000000", packed, 1);

        Cli refused = importKcl(inside, "errors");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("inside an aggregated record").contains(packed);

        assertThat(importKcl(inside, "errors", "--repeat-aggregates").exitCode())
                .isZero();
        assertThat(ranges(next("errors", false))).containsExactly(range(packed, packed));

        String whole = leaseTable();
        lease(whole, "shardId-000000000000", packed, 2);
        assertThat(importKcl(whole, "whole").exitCode()).isZero();
        assertThat(ranges(next("whole", false))).isEmpty();
    }

    private Cli importKcl(String leases, String logicalName, String... more) {
        List<String> all =
                new ArrayList<>(List.of("import-kcl", leases, "--logical-name", logicalName, "--stream", stream));
        all.addAll(List.of(more));
        return look(all.toArray(new String[0]));
    }

    private static String leaseTable() {
        String leases = "leases-" + UUID.randomUUID();
        try (DynamoDbClient client = tables().dynamoDb()) {
            client.createTable(request -> request.tableName(leases)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(AttributeDefinition.builder()
                            .attributeName("leaseKey")
                            .attributeType(ScalarAttributeType.S)
                            .build())
                    .keySchema(KeySchemaElement.builder()
                            .attributeName("leaseKey")
                            .keyType(KeyType.HASH)
                            .build()));
        }
        return leases;
    }

    private static void lease(String leases, String shard, String checkpoint, long part) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("leaseKey", fromS(shard));
        item.put("checkpoint", fromS(checkpoint));
        item.put("checkpointSubSequenceNumber", fromN(Long.toString(part)));
        item.put("leaseCounter", fromN("7"));
        item.put("leaseOwner", fromS("worker"));
        try (DynamoDbClient client = tables().dynamoDb()) {
            client.putItem(request -> request.tableName(leases).item(item));
        }
    }
}
