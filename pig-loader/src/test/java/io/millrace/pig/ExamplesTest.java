package io.millrace.pig;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.pig.ExecType;
import org.apache.pig.PigServer;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The scripts of {@code examples/pig}, as they are. */
public class ExamplesTest {
    private static final Path EXAMPLES = Path.of(System.getProperty("millrace.root"), "examples", "pig");

    @ClassRule
    public static final TemporaryFolder TEMP = new TemporaryFolder();

    private TestStream stream;

    @Before
    public void createStream() {
        stream = TestStream.create(2);
    }

    @Test
    public void topErrors() throws IOException {
        stream.put(List.of(line("/a", 404), line("/a", 500), line("/b", 404), line("/c", 200), "no log line"));

        assertThat(run("top-errors.pig", Map.of())).containsExactly("/a\t2", "/b\t1");
    }

    @Test
    public void incrementalLoad() throws IOException {
        String script = "incremental-load.pig";
        String fresh = "iterations-" + UUID.randomUUID();
        Path own = TEMP.newFolder().toPath().resolve(script);
        Files.writeString(
                own, Files.readString(EXAMPLES.resolve(script)).replace("name iterations;", "name '" + fresh + "';"));
        stream.put(List.of("one", "two"));
        assertThat(run(own, Map.of()))
                .extracting(row -> row.replaceAll("\t.*", ""))
                .containsExactlyInAnyOrder("one", "two");
        stream.put(List.of("three"));

        assertThat(run(own, Map.of())).singleElement().asString().matches("three\tshardId-\\d{12}\t\\d{56}");
        assertThat(run(own, Map.of())).isEmpty();
    }

    @Test
    public void joinWithFiles() throws IOException {
        Path campaigns = TEMP.newFile().toPath();
        Files.write(campaigns, List.of("1\tspring", "2\tsummer"));
        stream.put(List.of(
                "{\"campaign\":1,\"user\":\"u1\",\"cost\":0.5}",
                "{\"campaign\":2,\"user\":\"u1\",\"cost\":1}",
                "{\"campaign\":1,\"user\":\"u2\",\"cost\":0.25}",
                "{\"campaign\":9,\"user\":\"u2\",\"cost\":7}"));

        assertThat(run("join-with-files.pig", Map.of("campaigns", campaigns.toString())))
                .containsExactly("spring\t2\t0.75", "summer\t1\t1.0");
    }

    @Test
    public void errorsToStream() throws IOException {
        TestStream errors = TestStream.create(1);
        stream.put(List.of(line("/a", 404), line("/b", 200)));
        run("errors-to-stream.pig", Map.of("errors", errors.name()));

        assertThat(errors.keysAndPayloads())
                .singleElement()
                .asString()
                .matches("/a: \\{\"arrived\":\\d{13},\"status\":404\\}");
    }

    private static String line(String page, int status) {
        return "10.0.0.1 - - [27/Nov/2026:08:00:00 +0000] \"GET " + page + " HTTP/1.1\" " + status
                + " 12 \"-\" \"curl\"";
    }

    private List<String> run(String example, Map<String, String> parameters) throws IOException {
        return run(EXAMPLES.resolve(example), parameters);
    }

    private List<String> run(Path script, Map<String, String> parameters) throws IOException {
        File folder = TEMP.newFolder();
        Path output = folder.toPath().resolve("output");
        Map<String, String> all = new java.util.HashMap<>(parameters);
        all.put("stream", stream.name());
        all.put("output", output.toString());
        Properties properties = new Properties();
        properties.setProperty("pig.temp.dir", folder.toString());
        // The examples name no endpoint, so that they run against AWS as they are.
        properties.setProperty(
                "kinesis.endpoint.url", LocalServices.get().streams().toString());
        properties.setProperty("kinesis.endpoint.region", LocalServices.REGION.id());
        properties.setProperty("kinesis.accessKey", LocalServices.KEY);
        properties.setProperty("kinesis.secretKey", LocalServices.KEY);
        properties.setProperty(
                "kinesis.checkpoint.metastore.endpoint.url",
                LocalServices.get().tables().toString());
        PigServer pig = new PigServer(ExecType.LOCAL, properties);
        try {
            pig.setBatchOn();
            pig.registerScript(script.toString(), all);
            pig.executeBatch();
        } finally {
            pig.shutdown();
        }
        return rows(output);
    }

    private static List<String> rows(Path output) throws IOException {
        List<String> rows = new ArrayList<>();
        if (!Files.isDirectory(output)) {
            return rows;
        }
        try (Stream<Path> files = Files.list(output)) {
            for (Path file : files.filter(one -> one.getFileName().toString().startsWith("part-"))
                    .sorted()
                    .toList()) {
                rows.addAll(Files.readAllLines(file));
            }
        }
        return rows;
    }
}
