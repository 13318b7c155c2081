package io.millrace.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.KinesisOptions;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

/** The jar that users put on their clusters holds all that a job needs, and nothing that could meet other versions. */
public class ConnectorJarIT {
    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    @Test
    public void aJobReadsAnIterationWithNothingButHadoopAndTheJar() throws Exception {
        TestStream stream = TestStream.create(3);
        IntStream.range(0, 100).forEach(i -> stream.put("key-" + i, ("line " + i).getBytes(StandardCharsets.UTF_8)));
        Path output = temp.getRoot().toPath().resolve("output");

        runDumpJob(stream.name(), output);

        assertThat(lines(output))
                .isEqualTo(IntStream.range(0, 100)
                        .mapToObj(i -> "key-" + i + "\tline " + i)
                        .collect(Collectors.toCollection(TreeSet::new)));
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

    private void runDumpJob(String stream, Path output) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(
                List.of("-Xmx512m", "--add-opens=java.base/java.lang=ALL-UNNAMED", "-cp", ConnectorJar.classpath()));
        command.add(DumpJob.class.getName());
        option(command, KinesisOptions.STREAM_NAME.key(), stream);
        option(
                command,
                KinesisOptions.ENDPOINT_URL.key(),
                LocalServices.get().streams().toString());
        option(command, KinesisOptions.REGION_NAME.key(), LocalServices.REGION.id());
        option(command, KinesisOptions.ACCESS_KEY.key(), LocalServices.KEY);
        option(command, KinesisOptions.SECRET_KEY.key(), LocalServices.KEY);
        option(command, KinesisOptions.CHECKPOINT_ENABLED.key(), "true");
        // Is not there yet.
        option(command, KinesisOptions.CHECKPOINT_TABLE.key(), stream);
        option(command, KinesisOptions.LOGICAL_NAME.key(), "dump");
        option(
                command,
                KinesisOptions.CHECKPOINT_ENDPOINT_URL.key(),
                LocalServices.get().tables().toString());
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
