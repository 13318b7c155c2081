package io.millrace.pig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.publish.FinishPublishing;
import io.millrace.testing.Fault;
import io.millrace.testing.FaultProxy;
import io.millrace.testing.LocalServices;
import io.millrace.testing.Overlap;
import io.millrace.testing.TestStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** When a script puts what its jobs have staged, in local mode against the stream service and DynamoDB Local. */
public class ScriptOutputsTest {
    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final String reader = "reader-" + UUID.randomUUID();
    private final TestStream from = TestStream.create(1);
    private final TestStream to = TestStream.create(1);
    private final TestStream other = TestStream.create(1);
    private File staging;

    @Before
    public void putTwo() throws IOException {
        staging = temp.newFolder();
        from.put(List.of("one", "two"));
    }

    private static String store(String relation, TestStream stream, URI endpoint) {
        return "STORE " + relation + " INTO '" + stream.name() + "' USING io.millrace.pig.KinesisStreamStorage('key', "
                + PigScript.connection(endpoint) + ");";
    }

    private static String store(String relation, TestStream stream) {
        return store(relation, stream, LocalServices.get().streams());
    }

    /** Runs a script on what next gives; {@code lines} has it. */
    private boolean next(URI streams, URI tables, String... statements) throws IOException {
        return PigScript.store(
                temp.newFolder(),
                staging.toPath(),
                "set kinesis.checkpoint.enabled true;",
                "set kinesis.checkpoint.metastore.table.name script_outputs;",
                "set kinesis.checkpoint.metastore.endpoint.url '" + tables + "';",
                "set kinesis.checkpoint.logical.name '" + reader + "';",
                "set kinesis.checkpoint.iteration.no next;",
                "lines = LOAD '" + from.name() + "' USING io.millrace.pig.KinesisStreamLoader("
                        + PigScript.connection(streams) + ") AS (line:chararray, kinesis_partition_key:chararray);",
                "lines = FOREACH lines GENERATE line, kinesis_partition_key AS key;",
                String.join("\n", statements));
    }

    private boolean next(String... statements) throws IOException {
        return next(LocalServices.get().streams(), LocalServices.get().tables(), statements);
    }

    private boolean copyUnchecked() {
        try {
            return next(store("lines", to), store("lines", other));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    public void ofTwoScriptsThatOverlapTheLaterOnePutsNothing() throws IOException {
        try (Overlap overlap = new Overlap(() -> assertThat(copyUnchecked()).isTrue())) {
            assertThatThrownBy(
                            () -> next(overlap.streams(), overlap.tables(), store("lines", to), store("lines", other)))
                    .hasStackTraceContaining("was committed by another run");
        }

        assertThat(to.keysAndPayloads()).containsExactlyInAnyOrder("one: one", "two: two");
        assertThat(other.keysAndPayloads()).containsExactlyInAnyOrder("one: one", "two: two");
        assertThat(staging).isEmptyDirectory();
    }

    @Test
    public void whenAnotherJobOfTheLaunchFailsNothingIsPutAndTheScriptSaysSo() throws IOException {
        Path file = temp.newFile().toPath();
        Files.writeString(file, "bad\n");
        // A job of its own: Pig would make one of both STOREs if they came from the same LOAD.
        String failing = "bad = LOAD '" + file + "' AS (line:chararray); bad = FOREACH bad GENERATE line, 'k' AS key;"
                + " ASSERT bad BY line == 'good';";
        assertThatThrownBy(() -> next(store("lines", to), failing, store("bad", other)))
                .hasStackTraceContaining("nothing is put into the script's streams");
        assertThat(to.keysAndPayloads()).isEmpty();
        assertThat(staging).isEmptyDirectory();

        assertThat(copyUnchecked()).isTrue();
        assertThat(to.keysAndPayloads()).containsExactlyInAnyOrder("one: one", "two: two");
    }

    @Test
    public void whatAScriptCouldNotPutIsPutAndCommittedByTheCommand() throws Exception {
        try (FaultProxy proxy = FaultProxy.before(LocalServices.get().streams())) {
            proxy.on("PutRecords", Fault.error(400, "AccessDeniedException", "no writing today"));
            assertThatThrownBy(() -> next(store("lines", to, proxy.endpoint())))
                    .hasStackTraceContaining("no writing today")
                    .hasStackTraceContaining("FinishPublishing");
            assertThatThrownBy(() -> next(store("lines", to)))
                    .hasStackTraceContaining("is being published by another run");
            proxy.heal();

            assertThat(finish()).isZero();
        }
        assertThat(next(store("lines", to))).isTrue();

        assertThat(to.keysAndPayloads()).containsExactlyInAnyOrder("one: one", "two: two");
        assertThat(staging).isEmptyDirectory();
    }

    private int finish() throws Exception {
        FinishPublishing command = new FinishPublishing();
        command.setConf(new Configuration());
        command.getConf().set("kinesis.accessKey", "test");
        command.getConf().set("kinesis.secretKey", "test");
        return command.run(new String[] {staging.listFiles()[0].toURI().toString()});
    }
}
