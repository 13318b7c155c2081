package io.millrace.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.KinesisOptions;
import io.millrace.local.DynamoDbLocalProcess;
import io.millrace.local.StreamServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/** The jar that users put on their clusters holds all that a job needs, and nothing that could meet other versions. */
public class ConnectorJarIT {
    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    @Test
    public void aJobReadsAnIterationWithNothingButHadoopAndTheJar() throws Exception {
        Path folder = temp.getRoot().toPath();
        try (StreamServiceProcess service =
                        StreamServiceProcess.start(folder.resolve("data"), folder.resolve("service.out"));
                DynamoDbLocalProcess dynamo = DynamoDbLocalProcess.inMemory(folder.resolve("dynamo.out"))) {
            put(service, 100);

            Path output = folder.resolve("output");
            runDumpJob(service, dynamo, output);

            assertThat(lines(output))
                    .isEqualTo(IntStream.range(0, 100)
                            .mapToObj(i -> "key-" + i + "\tline " + i)
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    @Test
    public void librariesThatClustersHaveInOtherVersionsAreRelocated() throws IOException {
        try (JarFile jar = new JarFile(ConnectorJar.path().toFile())) {
            List<String> classes = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".class"))
                    .toList();
            assertThat(classes)
                    .contains(
                            "io/millrace/mapred/KinesisInputFormat.class",
                            "io/millrace/shaded/software/amazon/awssdk/services/kinesis/KinesisClient.class",
                            "com/amazon/emr/kinesis/hive/KinesisStorageHandler.class",
                            "com/amazon/emr/kinesis/pig/KinesisStreamLoader.class");
            assertThat(classes)
                    .allMatch(name -> name.startsWith("io/millrace/")
                            || name.startsWith("com/amazon/emr/kinesis/")
                            || name.startsWith("META-INF/"));
        }
    }

    private static void put(StreamServiceProcess service, int records) {
        try (KinesisClient kinesis = KinesisClient.builder()
                .endpointOverride(service.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build()) {
            kinesis.createStream(stream -> stream.streamName("lines").shardCount(3));
            kinesis.waiter().waitUntilStreamExists(stream -> stream.streamName("lines"));
            kinesis.putRecords(put -> put.streamName("lines")
                    .records(IntStream.range(0, records)
                            .mapToObj(i -> PutRecordsRequestEntry.builder()
                                    .partitionKey("key-" + i)
                                    .data(SdkBytes.fromUtf8String("line " + i))
                                    .build())
                            .toList()));
        }
    }

    private void runDumpJob(StreamServiceProcess service, DynamoDbLocalProcess dynamo, Path output)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(
                List.of("-Xmx512m", "--add-opens=java.base/java.lang=ALL-UNNAMED", "-cp", ConnectorJar.classpath()));
        command.add(DumpJob.class.getName());
        option(command, KinesisOptions.STREAM_NAME.key(), "lines");
        option(command, KinesisOptions.ENDPOINT_URL.key(), service.endpoint().toString());
        option(command, KinesisOptions.REGION_NAME.key(), "us-east-1");
        option(command, KinesisOptions.ACCESS_KEY.key(), "test");
        option(command, KinesisOptions.SECRET_KEY.key(), "test");
        option(command, KinesisOptions.CHECKPOINT_ENABLED.key(), "true");
        option(command, KinesisOptions.CHECKPOINT_TABLE.key(), "iterations");
        option(command, KinesisOptions.LOGICAL_NAME.key(), "dump");
        option(
                command,
                KinesisOptions.CHECKPOINT_ENDPOINT_URL.key(),
                dynamo.endpoint().toString());
        command.add(output.toString());
        Path log = temp.getRoot().toPath().resolve("job.out");
        Process job = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .directory(temp.getRoot())
                .start();
        assertThat(job.waitFor(3, TimeUnit.MINUTES)).as("job ended").isTrue();
        assertThat(job.exitValue()).as(Files.readString(log)).isZero();
    }

    private static void option(List<String> command, String key, String value) {
        command.addAll(List.of("-D", key + "=" + value));
    }

    private static Set<String> lines(Path output) throws IOException {
        Set<String> lines = new TreeSet<>();
        try (Stream<Path> files = Files.list(output)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("part-"))
                    .toList()) {
                for (String line : Files.readAllLines(file)) {
                    assertThat(lines.add(line)).as("line seen twice: " + line).isTrue();
                }
            }
        }
        return lines;
    }
}
