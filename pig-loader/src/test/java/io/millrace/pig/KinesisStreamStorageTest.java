package io.millrace.pig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** STORE into streams, in local mode against the stream service and DynamoDB Local. */
public class KinesisStreamStorageTest {
    @ClassRule
    public static final TemporaryFolder TEMP = new TemporaryFolder();

    private final TestStream from = TestStream.create(2);
    private final TestStream to = TestStream.create(2);

    private static String store(String relation, TestStream stream, String... arguments) {
        List<String> all = new ArrayList<>();
        List.of(arguments).forEach(argument -> all.add("'" + argument + "'"));
        all.add(PigScript.connection());
        return "STORE " + relation + " INTO '" + stream.name() + "' USING io.millrace.pig.KinesisStreamStorage("
                + String.join(", ", all) + ");";
    }

    private static String file(String... lines) throws IOException {
        Path file = TEMP.newFile().toPath();
        Files.write(file, List.of(lines));
        return "'" + file + "'";
    }

    /** Whether all jobs of the script ended well. */
    private static boolean run(String... lines) throws IOException {
        File folder = TEMP.newFolder();
        return PigScript.store(folder, folder.toPath().resolve("staging"), lines);
    }

    @Test
    public void oneFieldBesideTheKeyIsThePayloadAndSeveralAreJson() throws IOException {
        TestStream json = TestStream.create(1);
        assertThat(run(
                        "rows = LOAD " + file("a\t1\tx", "b\t2\t") + " AS (name:chararray, n:int, text:chararray);",
                        "two = FOREACH rows GENERATE name, n;",
                        store("two", to, "name"),
                        "bags = FOREACH (GROUP rows BY name) GENERATE group AS name, rows.(n, text) AS rows, SUM(rows.n) AS sum;",
                        store("bags", json, "name")))
                .isTrue();

        assertThat(to.keysAndPayloads()).containsExactlyInAnyOrder("a: 1", "b: 2");
        assertThat(json.keysAndPayloads())
                .containsExactlyInAnyOrder(
                        "a: {\"rows\":[{\"n\":1,\"text\":\"x\"}],\"sum\":1}",
                        "b: {\"rows\":[{\"n\":2,\"text\":null}],\"sum\":2}");
    }

    @Test
    public void withoutAKeyRecordsAreSpread() throws IOException {
        assertThat(run("lines = LOAD " + file("one", "two", "three") + " AS (line:chararray);", store("lines", to)))
                .isTrue();

        assertThat(to.keysAndPayloads())
                .extracting(record -> record.replaceFirst(".*: ", ""))
                .containsExactlyInAnyOrder("one", "two", "three");
        assertThat(to.keysAndPayloads())
                .extracting(record -> record.replaceFirst(": .*", ""))
                .doesNotHaveDuplicates();
    }

    @Test
    public void whatIsNewIsStoredOnceAndAFailedScriptPutsAndCommitsNothing() throws IOException {
        String reader = "reader-" + UUID.randomUUID();
        from.put(List.of("one", "two"));
        assertThat(copyNext(reader, "ASSERT lines BY line != 'two';")).isFalse();
        assertThat(to.keysAndPayloads()).isEmpty();

        assertThat(copyNext(reader, "")).isTrue();
        from.put(List.of("three"));
        assertThat(copyNext(reader, "")).isTrue();
        assertThat(copyNext(reader, "")).isTrue();

        assertThat(to.keysAndPayloads()).containsExactlyInAnyOrder("one: one", "two: two", "three: three");
    }

    private boolean copyNext(String reader, String more) throws IOException {
        return run(
                "set kinesis.checkpoint.enabled true;",
                "set kinesis.checkpoint.metastore.table.name stored;",
                "set kinesis.checkpoint.metastore.endpoint.url '"
                        + LocalServices.get().tables() + "';",
                "set kinesis.checkpoint.logical.name '" + reader + "';",
                "set kinesis.checkpoint.iteration.no next;",
                "lines = " + PigScript.load(from) + " AS (line:chararray, kinesis_partition_key:chararray);",
                more,
                store("lines", to, "kinesis_partition_key"));
    }

    @Test
    public void whatCanNotBeStoredIsRefusedBeforeAJobRuns() throws IOException {
        String rows = "rows = LOAD " + file("a\t1") + " AS (name:chararray, n:int);";
        assertThatThrownBy(() -> run(rows, store("rows", to, "nmae")))
                .hasStackTraceContaining("the partition key nmae is no field of the relation; allowed are [name, n]");
        assertThatThrownBy(() -> run(rows, "names = FOREACH rows GENERATE name;", store("names", to, "name")))
                .hasStackTraceContaining("no field but the partition key name");
        assertThatThrownBy(() -> run(rows, store("rows", to, "name", "kinesis.endpont.region=us-east-1")))
                .hasStackTraceContaining("did you mean kinesis.endpoint.region?");
        to.delete();
        assertThatThrownBy(() -> run(rows, store("rows", to, "name"))).hasStackTraceContaining(to.name());
    }
}
