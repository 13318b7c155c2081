package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.CheckpointStore.Summary;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.dynamodb.CheckpointTable;
import io.millrace.checkpoint.dynamodb.DynamoDbCheckpointStore;
import io.millrace.local.ChildJvm;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A file of statements run as {@code bin/millrace hive -f} runs it, a process each time. */
public class ScriptRunTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final TestStream stream = TestStream.create(1);
    private final String table = "iterations-" + UUID.randomUUID();
    private Path gate;

    /** How a process ended. */
    private record Ended(int code, List<String> out, String err) {}

    @Test
    public void aKilledRunIsRepeatedAndTheExitCodeSaysWhetherTheIterationWasCommitted() throws Exception {
        gate = temp.getRoot().toPath().resolve("gate");
        stream.put(List.of("one", "two"));
        Process killed = start("killed");
        Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(reading()));
        killed.destroyForcibly().waitFor();
        assertThat(iterations()).extracting(Summary::state).containsExactly(IterationPlan.State.PLANNED);
        stream.put(List.of("three"));
        open();

        Ended repeated = await(start("repeated"), "repeated");
        assertThat(repeated.out()).as(repeated.err()).containsExactlyInAnyOrder("one", "two");
        assertThat(repeated.code()).isZero();
        assertThat(iterations()).extracting(Summary::state).containsExactly(IterationPlan.State.COMMITTED);

        Files.delete(gate);
        Files.deleteIfExists(reading());
        Process uncommitted = start("uncommitted");
        Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(reading()));
        LocalServices.get().dropTable(table);
        open();
        Ended failed = await(uncommitted, "uncommitted");
        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.err())
                .containsOnlyOnce("the query ran, but its iteration was not committed, so that next reads it again:"
                        + " DynamoDB table '" + table + "' does not exist")
                .contains("creating it is switched off");
    }

    /** A query whose rows wait in a shell until the gate is open. */
    private Process start(String name) throws IOException {
        Path script = temp.getRoot().toPath().resolve(name + ".hql");
        Files.writeString(script, """
                CREATE EXTERNAL TABLE IF NOT EXISTS lines (word STRING)
                STORED BY 'io.millrace.hive.KinesisStorageHandler' TBLPROPERTIES ('kinesis.stream.name' = '%s');
                SET kinesis.checkpoint.enabled = true;
                SET kinesis.checkpoint.metastore.table.name = %s;
                SET kinesis.checkpoint.logical.name = reader;
                SELECT TRANSFORM (word) USING 'sh %s' AS (word STRING) FROM lines;
                """.formatted(stream.name(), table, waiting()));
        List<String> line = new ArrayList<>(new ChildJvm.Command(
                        name,
                        "local-hive",
                        LocalHive.connector(),
                        LocalHive.flags(),
                        "io.millrace.hive.local.HiveMain",
                        List.of(
                                "-f",
                                script.toString(),
                                "--hiveconf=kinesis.endpoint.url="
                                        + LocalServices.get().streams(),
                                "--hiveconf=kinesis.checkpoint.metastore.endpoint.url="
                                        + LocalServices.get().tables(),
                                "--hiveconf=kinesis.checkpoint.iteration.no=next"),
                        script)
                .line());
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectOutput(file(name, "out").toFile())
                .redirectError(file(name, "err").toFile());
        builder.environment().put("MILLRACE_HOME", temp.getRoot().getPath());
        return builder.start();
    }

    private Path waiting() throws IOException {
        return Files.writeString(
                temp.getRoot().toPath().resolve("waiting.sh"),
                "touch '" + reading() + "'; while [ ! -e '" + gate + "' ]; do sleep 0.1; done; cat\n");
    }

    private void open() throws IOException {
        Files.createFile(gate);
    }

    private Path file(String name, String kind) {
        return temp.getRoot().toPath().resolve(name + "." + kind);
    }

    private Ended await(Process process, String name) throws Exception {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return new Ended(
                process.exitValue(), Files.readAllLines(file(name, "out")), Files.readString(file(name, "err")));
    }

    /** A file that is there once a query's rows wait. */
    private Path reading() {
        return temp.getRoot().toPath().resolve("reading");
    }

    private List<Summary> iterations() {
        CheckpointTable checkpoints = CheckpointTable.named(table);
        try (CheckpointStore store =
                DynamoDbCheckpointStore.open(LocalServices.get().dynamoDb(), checkpoints)) {
            return store.all();
        }
    }
}
