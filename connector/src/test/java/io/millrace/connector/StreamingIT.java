package io.millrace.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.Assume;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * {@code examples/streaming/run.sh} as it is, with Hadoop Streaming in a JVM of its own that has nothing of Millrace but the
 * jar in {@code -libjars}.
 */
public class StreamingIT {
    /** The output folder of a job that writes a stream: Streaming wants one all the same. */
    private static final String NO_FOLDER = "ignored";

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final LocalServices services = LocalServices.get();
    private final TestStream access = TestStream.create(2);

    @Test
    public void eachRunCountsTheNextIterationWithAMapperInShell() throws Exception {
        put("/a", 404);
        put("/a", 500);
        put("/b", 200);
        assertThat(run("errors_by_page.sh", "first")).containsExactly("/a\t2");
        put("/b", 503);

        assertThat(run("errors_by_page.sh", "second")).containsExactly("/b\t1");
        assertThat(run("errors_by_page.sh", "third")).isEmpty();
    }

    @Test
    public void theMapperInPythonDoesTheSame() throws Exception {
        Assume.assumeTrue("python3 is here", isHere("python3"));
        put("/a", 404);
        put("/b", 200);

        assertThat(run("errors_by_page.py", "output")).containsExactly("/a\t1");
    }

    @Test
    public void theOutputMayBeAStream() throws Exception {
        TestStream errors = TestStream.create(2);
        put("/a", 404);
        put("/b", 500);

        run(
                "errors_by_page.sh",
                NO_FOLDER,
                "-D",
                "millrace.output.committer.class=io.millrace.mapred.KinesisOutputCommitter",
                "-D",
                "millrace.output.kinesis.stream.name=" + errors.name());

        assertThat(errors.payloads()).containsExactlyInAnyOrder("/a\t1", "/b\t1");
    }

    private List<String> run(String mapper, String output, String... more) throws Exception {
        Path folder = temp.getRoot().toPath();
        Path script = Path.of(System.getProperty("millrace.root"), "examples", "streaming", "run.sh");
        Path results = folder.resolve(output);
        List<String> command = new ArrayList<>(List.of("sh", script.toString(), access.name(), results.toString()));
        for (String setting : List.of(
                "kinesis.endpoint.url=" + services.streams(),
                "kinesis.endpoint.region=" + LocalServices.REGION,
                "kinesis.accessKey=" + LocalServices.KEY,
                "kinesis.secretKey=" + LocalServices.KEY,
                "kinesis.checkpoint.metastore.endpoint.url=" + services.tables(),
                // Is not there yet at the first run.
                "kinesis.checkpoint.metastore.table.name=" + access.name(),
                "hadoop.tmp.dir=" + folder.resolve("hadoop-tmp"))) {
            Collections.addAll(command, "-D", setting);
        }
        Collections.addAll(command, more);
        Map<String, String> environment = new TreeMap<>();
        environment.put("HADOOP", Scripts.hadoop(folder, ConnectorJar.hadoop()));
        environment.put("MILLRACE_JAR", ConnectorJar.path().toString());
        environment.put("STREAMING_JAR", ConnectorJar.streaming().toString());
        environment.put("MAPPER", mapper);
        if (output.equals(NO_FOLDER)) {
            environment.put("OUTPUT_FORMAT", "io.millrace.mapred.KinesisTextOutputFormat");
        }
        Scripts.run(command, environment, folder);
        return lines(results);
    }

    private static List<String> lines(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(
                                one -> one.getFileName().toString().startsWith("part-"))
                        .toList()) {
                    lines.addAll(Files.readAllLines(file));
                }
            }
        }
        return lines;
    }

    private static boolean isHere(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private void put(String page, int status) {
        String line = "10.0.0.1 - - [27/Nov/2026:08:00:00 +0000] \"GET " + page + " HTTP/1.1\" " + status + " 12\n";
        access.put(page, line.getBytes(StandardCharsets.UTF_8));
    }
}
