package io.millrace.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.dynamodb.CheckpointTable;
import io.millrace.checkpoint.dynamodb.DynamoDbCheckpointStore;
import io.millrace.local.RuntimeClasspath;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.io.IOUtils;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * The examples of Hadoop Streaming and Pig, as they are, on HDFS and YARN: the commands {@code hadoop} and {@code pig} are
 * JVMs of their own that find the cluster by the site files on their class path, and the tasks get the connector's jar from them.
 */
public class ScriptsOnTheCluster {
    @ClassRule
    public static final TemporaryFolder TEMP = new TemporaryFolder();

    @ClassRule
    public static final HadoopCluster CLUSTER = HadoopCluster.SHARED;

    private final TestStream stream = TestStream.create(2);
    private final String home = "/scripts-" + UUID.randomUUID();
    private Path folder;
    private FileSystem files;

    @Before
    public void configure() throws IOException {
        files = CLUSTER.fileSystem();
        folder = CLUSTER.siteFiles(TEMP.newFolder().toPath());
    }

    @Test
    public void streamingCountsAnIterationAndCommitsIt() throws Exception {
        stream.put(List.of(line("/a", 404), line("/a", 500), line("/b", 200), line("/c", 404)));

        assertThat(streaming("errors")).containsExactlyInAnyOrder("/a\t2", "/c\t1");
        assertThat(iterations()).containsExactly("0 " + IterationPlan.State.COMMITTED);
    }

    private List<String> streaming(String output) throws Exception {
        Map<String, String> environment = new TreeMap<>();
        environment.put("HADOOP", Scripts.hadoop(folder, onTheCluster(ConnectorJar.hadoop())));
        environment.put("MILLRACE_JAR", ConnectorJar.path().toString());
        environment.put("STREAMING_JAR", ConnectorJar.streaming().toString());
        environment.put("MAPPER", "errors_by_page.sh");
        List<String> command =
                new ArrayList<>(List.of("sh", example("streaming/run.sh"), stream.name(), home + "/" + output));
        ClusterPig.services().forEach((key, value) -> Collections.addAll(command, "-D", key + "=" + value));
        Collections.addAll(command, "-D", "mapreduce.framework.name=yarn");
        Scripts.run(command, environment, folder);
        return lines(output);
    }

    @Test
    public void pigLoadsAnIterationAndCommitsIt() throws Exception {
        stream.put(List.of("one", "two"));

        pig("incremental-load.pig", "output=" + home + "/lines");

        assertThat(lines("lines"))
                .extracting(line -> line.replaceAll("\t.*", ""))
                .containsExactlyInAnyOrder("one", "two");
        assertThat(iterations()).containsExactly("0 " + IterationPlan.State.COMMITTED);
    }

    @Test
    public void pigStoresIntoAnotherStream() throws Exception {
        TestStream errors = TestStream.create(1);
        stream.put(List.of(line("/a", 404), line("/b", 200)));
        pig("errors-to-stream.pig", "errors=" + errors.name());

        assertThat(errors.keysAndPayloads()).singleElement().asString().startsWith("/a: {\"arrived\":");
    }

    private void pig(String script, String parameter) throws Exception {
        ClusterPig.mapReduce(folder)
                .start(example("pig/" + script), "stream=" + stream.name(), parameter)
                .awaitSuccess();
    }

    /** The numbers and states of what was planned of the stream. */
    private List<String> iterations() {
        try (CheckpointStore store =
                DynamoDbCheckpointStore.open(LocalServices.get().dynamoDb(), CheckpointTable.named("iterations"))) {
            return store.all().stream()
                    .filter(one -> one.stream().name().equals(stream.name()))
                    .map(one -> one.key().number() + " " + one.state())
                    .toList();
        }
    }

    /** A class path that begins with the cluster's configuration. */
    private String onTheCluster(String classpath) {
        return folder + File.pathSeparator + classpath;
    }

    private static String example(String name) {
        return RuntimeClasspath.root().resolve("examples").resolve(name).toString();
    }

    private List<String> lines(String output) throws IOException {
        List<String> lines = new ArrayList<>();
        for (var file : files.globStatus(new org.apache.hadoop.fs.Path(home, output + "/part-*"))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            IOUtils.copyBytes(files.open(file.getPath()), bytes, 1 << 16, true);
            bytes.toString(StandardCharsets.UTF_8).lines().forEach(lines::add);
        }
        return lines;
    }

    private static String line(String page, int status) {
        return "10.0.0.1 - - [27/Nov/2026:08:00:00 +0000] \"GET " + page + " HTTP/1.1\" " + status + " 12 \"-\" \"-\"";
    }
}
