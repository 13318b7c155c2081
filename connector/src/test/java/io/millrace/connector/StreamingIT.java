package io.millrace.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.DynamoDbLocalProcess;
import io.millrace.local.StreamServiceProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * {@code examples/streaming/run.sh} as it is, with Hadoop Streaming in a JVM of its own that has nothing of Millrace but the
 * jar in {@code -libjars}.
 */
public class StreamingIT {
    /** The output folder of a job that writes a stream: Streaming wants one all the same. */
    private static final String NO_FOLDER = "ignored";

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private StreamServiceProcess service;
    private DynamoDbLocalProcess dynamo;
    private KinesisClient kinesis;

    @Before
    public void start() throws Exception {
        Path folder = temp.getRoot().toPath();
        service = StreamServiceProcess.start(folder.resolve("data"), folder.resolve("service.out"));
        dynamo = DynamoDbLocalProcess.inMemory(folder.resolve("dynamo.out"));
        kinesis = KinesisClient.builder()
                .endpointOverride(service.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
        create("access");
    }

    @After
    public void stop() throws Exception {
        kinesis.close();
        dynamo.close();
        service.close();
    }

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
        create("errors");
        put("/a", 404);
        put("/b", 500);

        run(
                "errors_by_page.sh",
                NO_FOLDER,
                "-D",
                "millrace.output.committer.class=io.millrace.mapred.KinesisOutputCommitter",
                "-D",
                "millrace.output.kinesis.stream.name=errors");

        assertThat(payloads("errors")).containsExactlyInAnyOrder("/a\t1", "/b\t1");
    }

    private List<String> run(String mapper, String output, String... more) throws Exception {
        Path folder = temp.getRoot().toPath();
        Path hadoop = folder.resolve("hadoop");
        Files.writeString(
                hadoop,
                "#!/bin/sh\nshift\nexec " + BriefJvm.shellCommand()
                        + " -Xmx512m -XX:+UseSerialGC --add-opens=java.base/java.lang=ALL-UNNAMED -cp '"
                        + ConnectorJar.hadoop() + "' org.apache.hadoop.util.RunJar \"$@\"\n");
        Files.setPosixFilePermissions(hadoop, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path script = Path.of(System.getProperty("millrace.root"), "examples", "streaming", "run.sh");
        Path results = folder.resolve(output);
        List<String> command = new ArrayList<>(List.of("sh", script.toString(), "access", results.toString()));
        for (String setting : List.of(
                "kinesis.endpoint.url=" + service.endpoint(),
                "kinesis.endpoint.region=us-east-1",
                "kinesis.accessKey=test",
                "kinesis.secretKey=test",
                "kinesis.checkpoint.metastore.endpoint.url=" + dynamo.endpoint(),
                "hadoop.tmp.dir=" + folder.resolve("hadoop-tmp"))) {
            Collections.addAll(command, "-D", setting);
        }
        Collections.addAll(command, more);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Path log = folder.resolve(output + ".log");
        builder.redirectOutput(log.toFile()).directory(temp.getRoot());
        builder.environment().put("HADOOP", hadoop.toString());
        builder.environment().put("MILLRACE_JAR", ConnectorJar.path().toString());
        builder.environment().put("STREAMING_JAR", ConnectorJar.streaming().toString());
        builder.environment().put("MAPPER", mapper);
        if (output.equals(NO_FOLDER)) {
            builder.environment().put("OUTPUT_FORMAT", "io.millrace.mapred.KinesisTextOutputFormat");
        }
        Process job = builder.start();
        assertThat(job.waitFor(3, TimeUnit.MINUTES)).as("job ended").isTrue();
        assertThat(job.exitValue()).as(Files.readString(log)).isZero();
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

    private void create(String stream) {
        kinesis.createStream(request -> request.streamName(stream).shardCount(2));
        kinesis.waiter().waitUntilStreamExists(request -> request.streamName(stream));
    }

    private void put(String page, int status) {
        String line = "10.0.0.1 - - [27/Nov/2026:08:00:00 +0000] \"GET " + page + " HTTP/1.1\" " + status + " 12\n";
        kinesis.putRecord(
                request -> request.streamName("access").partitionKey(page).data(SdkBytes.fromUtf8String(line)));
    }

    private List<String> payloads(String stream) {
        List<String> payloads = new ArrayList<>();
        kinesis.listShards(request -> request.streamName(stream)).shards().forEach(shard -> kinesis.getRecords(
                        request ->
                                request.shardIterator(kinesis.getShardIterator(iterator -> iterator.streamName(stream)
                                                .shardId(shard.shardId())
                                                .shardIteratorType("TRIM_HORIZON"))
                                        .shardIterator()))
                .records()
                .forEach(record -> payloads.add(record.data().asUtf8String())));
        return payloads;
    }
}
