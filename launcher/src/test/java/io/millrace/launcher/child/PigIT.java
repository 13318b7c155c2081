package io.millrace.launcher.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.launcher.LauncherProcess;
import io.millrace.launcher.LocalService;
import io.millrace.local.DynamoDbLocalProcess;
import io.millrace.local.RuntimeClasspath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.core.SdkBytes;

/** {@code millrace pig} with the connector's jar, as it was built. */
public class PigIT {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final LocalService service = LocalService.shared();
    private final String stream = service.createStream("pig", 2);

    @Test
    public void an_example_runs_and_one_that_fails_has_another_exit_code() throws Exception {
        put("/a");

        assertThat(run("top-errors.pig", "top")).isZero();
        assertThat(rows("top")).containsExactly("/a\t1");
        // The folder is there already.
        assertThat(run("top-errors.pig", "top")).isNotZero();
    }

    @Test
    public void the_engine_tez_local_commits_iterations_and_stores_into_streams_as_well() throws Exception {
        String errors = service.createStream("errors", 1);
        try (DynamoDbLocalProcess tables =
                DynamoDbLocalProcess.inMemory(folder.getRoot().toPath().resolve("tables.log"))) {
            String[] tez = {"-x", "tez_local", "-D", "kinesis.checkpoint.metastore.endpoint.url=" + tables.endpoint()};
            put("/a");
            assertThat(run("incremental-load.pig", "first", tez)).isZero();
            put("/b");
            assertThat(run("incremental-load.pig", "second", tez)).isZero();

            assertThat(run("errors-to-stream.pig", "none", with(tez, "-param", "errors=" + errors)))
                    .isZero();
            put("/c");
            assertThat(run("errors-to-stream.pig", "none", with(tez, "-param", "errors=" + errors)))
                    .isZero();
        }
        assertThat(service.records(errors))
                .as("the page is the key, and each request has another time")
                .hasSize(3)
                .doesNotHaveDuplicates()
                .allMatch(error -> error.endsWith(",\"status\":404}"));

        assertThat(rows("first")).singleElement().asString().contains("GET /a ");
        assertThat(rows("second")).singleElement().asString().contains("GET /b ");
    }

    private static String[] with(String[] arguments, String... more) {
        return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
    }

    private void put(String page) {
        String line = "10.0.0.1 - - [27/Nov/2026:08:00:00 +0000] \"GET " + page + " HTTP/1.1\" 404 12 \"-\" \"-\"";
        service.kinesis()
                .putRecord(put -> put.streamName(stream).partitionKey(page).data(SdkBytes.fromUtf8String(line)));
    }

    private List<String> rows(String output) throws IOException {
        List<String> rows = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.getRoot().toPath().resolve(output))) {
            for (Path file : files.filter(one -> one.getFileName().toString().startsWith("part-"))
                    .toList()) {
                rows.addAll(Files.readAllLines(file));
            }
        }
        return rows;
    }

    private int run(String script, String output, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "pig",
                "-f",
                RuntimeClasspath.root().resolve("examples/pig").resolve(script).toString(),
                "-param",
                "stream=" + stream,
                "-D",
                "kinesis.endpoint.url=" + service.endpoint(),
                "-param",
                "output=" + folder.getRoot().toPath().resolve(output)));
        arguments.addAll(List.of(more));
        try (LauncherProcess pig =
                LauncherProcess.start(folder.newFolder().toPath(), arguments.toArray(new String[0]))) {
            return pig.await(180);
        }
    }
}
