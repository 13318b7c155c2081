package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.CheckpointStore.Summary;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.SequenceRange;
import io.millrace.checkpoint.ShardPlan;
import io.millrace.checkpoint.dynamodb.CheckpointTable;
import io.millrace.checkpoint.dynamodb.DynamoDbCheckpointStore;
import io.millrace.testing.FaultProxy;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;

/** A checkpoint table as a table of Hive: what it shows, what it asks DynamoDB for, and what it refuses. */
public class IterationStorageHandlerTest {
    private static final String STORED_BY = " STORED BY 'io.millrace.hive.IterationStorageHandler'";
    private static final List<String> READERS = List.of("archive", "errors");

    private static FaultProxy dynamoDb;
    private static String checkpoints;
    private static TestStream stream;

    private HiveSession hive;

    /** Two readers with two iterations each of a stream that was resharded between them; the last one uncommitted. */
    @BeforeClass
    public static void makeIterations() {
        dynamoDb = FaultProxy.before(LocalServices.get().tables());
        checkpoints = "iterations-" + UUID.randomUUID();
        stream = TestStream.create(2);
        try (HiveSession loading = LocalHive.session()) {
            loading.run("CREATE EXTERNAL TABLE words_of_iterations (word STRING)"
                    + " STORED BY 'io.millrace.hive.KinesisStorageHandler' TBLPROPERTIES ('kinesis.stream.name'='"
                    + stream.name() + "')");
            loading.set("kinesis.checkpoint.enabled", "true")
                    .set("kinesis.checkpoint.metastore.table.name", checkpoints)
                    .set("kinesis.checkpoint.iteration.no", "next");
            stream.put(List.of("one", "two", "three"));
            for (String reader : READERS) {
                loading.set("kinesis.checkpoint.logical.name", reader).run("SELECT word FROM words_of_iterations");
            }
            stream.reshard();
            stream.put(List.of("four"));
            loading.run("SELECT word FROM words_of_iterations");
            loading.set("kinesis.checkpoint.logical.name", "archive")
                    .refusal("SELECT assert_true(word = 'none') FROM words_of_iterations");
            loading.run("CREATE EXTERNAL TABLE stored_iterations" + STORED_BY + properties(checkpoints, ""));
        }
    }

    @AfterClass
    public static void stop() {
        dynamoDb.close();
    }

    @Before
    public void open() {
        hive = LocalHive.session();
        dynamoDb.heal();
    }

    @After
    public void close() {
        hive.close();
    }

    private static String properties(String table, String more) {
        return " TBLPROPERTIES ('kinesis.checkpoint.metastore.table.name'='" + table
                + "', 'kinesis.checkpoint.metastore.endpoint.url'='" + dynamoDb.endpoint() + "'" + more + ")";
    }

    private static List<IterationPlan> stored() {
        try (CheckpointStore store =
                DynamoDbCheckpointStore.open(LocalServices.get().dynamoDb(), CheckpointTable.named(checkpoints))) {
            return store.all().stream()
                    .map(Summary::key)
                    .map(key -> store.find(key).orElseThrow())
                    .toList();
        }
    }

    /** The rows that the table must have. */
    private static List<String> rows(List<IterationPlan> plans) {
        List<String> rows = new ArrayList<>();
        for (IterationPlan plan : plans) {
            boolean committed = plan.state() == IterationPlan.State.COMMITTED;
            for (ShardPlan shard : plan.shards()) {
                rows.add(String.join(
                        "|",
                        plan.key().reader().value(),
                        stream.name(),
                        plan.stream().arn(),
                        plan.key().number().toString(),
                        plan.state().name().toLowerCase(Locale.ROOT),
                        Boolean.toString(committed),
                        shard.shard().value(),
                        text(shard.records().map(SequenceRange::first).orElse(null)),
                        text(shard.records().map(SequenceRange::last).orElse(null)),
                        text(shard.consumed().orElse(null)),
                        Boolean.toString(shard.finished())));
            }
        }
        return rows;
    }

    private static String text(Object value) {
        return String.valueOf(value);
    }

    @Test
    public void eachShardOfEachIterationIsARow() {
        List<IterationPlan> plans = stored();
        assertThat(plans).hasSize(4);
        for (String engine : List.of("mr", "tez")) {
            hive.set("hive.execution.engine", engine);
            assertThat(hive.run("SELECT logical_name, stream, stream_arn, iteration, state, committed_at IS NOT NULL,"
                            + " shard_id, first_sequence_number, last_sequence_number, consumed_sequence_number,"
                            + " finished FROM stored_iterations"))
                    .as(engine)
                    .containsExactlyInAnyOrderElementsOf(rows(plans));
        }
        Summary first = Summary.of(plans.get(0));
        assertThat(hive.run("SELECT DISTINCT stream_created, planned_at <= committed_at,"
                        + " CAST(planned_at AS STRING) LIKE '"
                        + first.plannedAt().toString().substring(0, 19).replace('T', ' ')
                        + "%' FROM stored_iterations WHERE logical_name = 'archive' AND iteration = 0"))
                .containsExactly(
                        first.stream().created().toString().replace('T', ' ').replace("Z", "") + ".0|true|true");
    }

    @Test
    public void aConditionOnTheReaderIsAQueryAndAnythingElseAScan() {
        String arn = stored().get(0).stream().arn();
        for (String engine : List.of("mr", "tez")) {
            hive.set("hive.execution.engine", engine);
            dynamoDb.heal();
            assertThat(hive.run("SELECT DISTINCT logical_name, iteration FROM stored_iterations"
                            + " WHERE logical_name = 'errors' AND stream_arn = '" + arn + "' AND iteration > 0"))
                    .containsExactly("errors|1");
            assertThat(dynamoDb.operations())
                    .as(engine)
                    .containsOnlyOnce("Query")
                    .doesNotContain("Scan");
            dynamoDb.heal();
            assertThat(hive.run("SELECT count(DISTINCT logical_name, iteration) FROM stored_iterations"
                            + " WHERE state = 'committed'"))
                    .containsExactly("3");
            assertThat(dynamoDb.operations()).as(engine).contains("Scan").doesNotContain("Query");
        }
    }

    @Test
    public void theIterationsOfAPartitionAreFoundByAJoin() {
        hive.run("CREATE TABLE loaded_words (word STRING) PARTITIONED BY (batch BIGINT)");
        hive.run("INSERT INTO loaded_words PARTITION (batch = 0) VALUES ('one'), ('two'), ('three')");
        hive.run("INSERT INTO loaded_words PARTITION (batch = 1) VALUES ('four')");
        for (String engine : List.of("mr", "tez")) {
            hive.set("hive.execution.engine", engine);
            assertThat(hive.run("SELECT w.batch, w.word, a.state, b.state FROM loaded_words w"
                            + " JOIN (SELECT DISTINCT iteration, state FROM stored_iterations"
                            + "   WHERE logical_name = 'archive') a ON a.iteration = w.batch"
                            + " JOIN (SELECT DISTINCT iteration, state FROM stored_iterations"
                            + "   WHERE logical_name = 'errors' AND iteration >= 1) b ON b.iteration = w.batch"
                            + " WHERE w.batch >= 1"))
                    .as(engine)
                    .containsExactly("1|four|planned|committed");
            assertThat(hive.run("SELECT count(*) FROM loaded_words w JOIN stored_iterations a ON a.iteration = w.batch"
                            + " JOIN stored_iterations b ON a.iteration = b.iteration AND a.shard_id = b.shard_id"
                            + " WHERE w.batch = 1 AND b.logical_name = 'errors' AND a.logical_name = 'archive'"))
                    .as(engine)
                    .containsExactly(Integer.toString(stored().get(3).shards().size()));
        }
    }

    @Test
    public void theSessionsOwnReaderIsNoFilterButTheTablesPropertiesAre() {
        hive.set("kinesis.checkpoint.enabled", "true")
                .set("kinesis.checkpoint.metastore.table.name", "another")
                .set("kinesis.checkpoint.logical.name", "errors");
        String readers = "SELECT count(DISTINCT logical_name) FROM ";
        assertThat(hive.run(readers + "stored_iterations")).containsExactly("2");
        hive.run("CREATE EXTERNAL TABLE of_archive" + STORED_BY
                + properties(
                        checkpoints,
                        ", 'kinesis.checkpoint.logical.name'='archive', 'kinesis.stream.name'='" + stream.name()
                                + "'"));
        assertThat(hive.run(readers + "of_archive WHERE logical_name IN ('archive', 'errors')"))
                .containsExactly("1");
        hive.run("CREATE EXTERNAL TABLE of_another_stream" + STORED_BY
                + properties(checkpoints, ", 'kinesis.stream.name'='s'"));
        assertThat(hive.run(readers + "of_another_stream")).containsExactly("0");
    }

    @Test
    public void aTableThatCanNotWorkIsRefusedWithTheReason() {
        assertThat(hive.refusal("CREATE EXTERNAL TABLE refused" + STORED_BY + properties("not-there", "")))
                .contains("default.refused can't be created", "'not-there' does not exist");
        assertThat(hive.refusal("CREATE EXTERNAL TABLE refused" + STORED_BY))
                .contains("kinesis.checkpoint.metastore.table.name is missing");
        assertThat(hive.refusal("CREATE EXTERNAL TABLE refused" + STORED_BY
                        + properties(checkpoints, ", 'kinesis.checkpoint.logicalname'='a'")))
                .contains("kinesis.checkpoint.logicalname", "kinesis.checkpoint.logical.name");
        assertThat(hive.refusal("CREATE EXTERNAL TABLE refused" + STORED_BY
                        + properties(checkpoints, ", 'kinesis.checkpoint.iteration.no'='3'")))
                .contains("no use for kinesis.checkpoint.iteration.no");
        assertThat(hive.refusal("CREATE EXTERNAL TABLE refused (a INT)" + STORED_BY + properties(checkpoints, "")))
                .contains("leave them out");
        assertThat(hive.refusal(
                        "CREATE TABLE refused PARTITIONED BY (a INT)" + STORED_BY + properties(checkpoints, "")))
                .contains("leave PARTITIONED BY out");
    }

    @Test
    public void nothingCanBeInserted() {
        String rows = " SELECT * FROM stored_iterations";
        assertThat(hive.refusal("INSERT INTO TABLE stored_iterations" + rows))
                .contains("a table of iterations can only be read");
        assertThat(hive.refusal("INSERT OVERWRITE TABLE stored_iterations" + rows))
                .contains("a table of iterations can only be read");
        assertThat(stored()).hasSize(4);
    }

    @Test
    public void whatShowCreateTablePrintsCanBeRunAndDroppingLeavesTheIterations() {
        String statement = String.join("\n", hive.run("SHOW CREATE TABLE stored_iterations"))
                .replace("stored_iterations", "shown_iterations");
        hive.run(statement);
        assertThat(hive.run("SELECT count(*) FROM shown_iterations"))
                .isEqualTo(hive.run("SELECT count(*) FROM stored_iterations"));
        hive.run("DROP TABLE shown_iterations");
        assertThat(stored()).hasSize(4);
    }

    @Test
    public void aTableThatIsGoneIsAnErrorThatNamesIt() {
        String lost = "iterations-" + UUID.randomUUID();
        DynamoDbCheckpointStore.open(LocalServices.get().dynamoDb(), CheckpointTable.named(lost))
                .close();
        hive.run("CREATE EXTERNAL TABLE lost_iterations" + STORED_BY + properties(lost, ""));
        assertThat(hive.run("SELECT * FROM lost_iterations")).isEmpty();
        LocalServices.get().dropTable(lost);
        assertThat(hive.refusal("SELECT * FROM lost_iterations")).contains(lost, "does not exist");
    }
}
