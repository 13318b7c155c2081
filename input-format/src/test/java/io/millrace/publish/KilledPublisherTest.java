package io.millrace.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.client.SdkStreamWriter;
import io.millrace.config.ConnectorConfig;
import io.millrace.config.KinesisOptions;
import io.millrace.read.KinesisRecord;
import io.millrace.split.Job;
import io.millrace.split.ReadIterations;
import io.millrace.testing.Fault;
import io.millrace.testing.FaultProxy;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import io.millrace.write.WriteCounter;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.awaitility.Awaitility;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A publisher in a process of its own, killed in the middle, on the real stream service. */
public class KilledPublisherTest {
    private static final int RECORDS = 6000;
    private static final int THREADS = 2;
    private static final int CALL = 97;
    /** So slow that whoever looks at the stream, on a busy machine too, finds it in the middle. */
    private static final int PER_SECOND = 400;

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final TestStream stream = TestStream.create(2);

    /** Publishes slowly: arguments are the staging folder, and key=value options. */
    public static final class Slow {
        public static void main(String[] arguments) throws IOException {
            Configuration conf = new Configuration(false);
            for (String option : List.of(arguments).subList(1, arguments.length)) {
                conf.set(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
            }
            new Staged(new File(arguments[0]))
                    .publish(SdkStreamWriter.open(ConnectorConfig.from(conf)), THREADS, Optional.of(PER_SECOND));
        }
    }

    @Test
    public void theNextOneFinishesWithoutLossAndDoublesACallOfEachThreadAtMost() throws Exception {
        File folder = temp.getRoot().toPath().resolve("staging").toFile();
        Staged staged =
                new Staged(folder).task("a", Staged.texts("a", RECORDS / 2)).task("b", Staged.texts("b", RECORDS / 2));
        Job job = Job.on(stream.name());

        Process slow = start(folder, job);
        try {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> !slow.isAlive() || job.read().size() > RECORDS / 10);
            assertThat(slow.isAlive()).as("still publishing").isTrue();
        } finally {
            slow.destroyForcibly().waitFor();
        }
        int there = job.read().size();
        assertThat(there).isBetween(RECORDS / 10, RECORDS * 9 / 10);

        Configuration conf = job.conf();
        ConnectorConfig config = ConnectorConfig.from(conf);
        Published rest = staged.publish(SdkStreamWriter.open(config), THREADS, Optional.empty());

        List<String> texts = job.read().stream().map(KilledPublisherTest::text).toList();
        assertThat(new HashSet<>(texts)).hasSize(RECORDS);
        assertThat(texts.size() - RECORDS).as("doubled").isBetween(0, THREADS * CALL);
        assertThat(rest.before() + rest.count(WriteCounter.RECORDS)).isEqualTo(RECORDS);
        assertThat(rest.before()).isBetween((long) there - THREADS * CALL, (long) there);
    }

    @Test
    public void theCommandFinishesWhatAnotherHasBegun() throws Exception {
        File folder = temp.getRoot().toPath().resolve("staging").toFile();
        Staged staged = new Staged(folder).task("a", Staged.texts("a", 100));
        staged.area.begin(Map.of());
        Job job = Job.on(stream.name());
        FinishPublishing command = new FinishPublishing();
        command.setConf(new Configuration());
        assertThat(command.run(new String[] {folder.toString()}))
                .as("nothing has begun")
                .isEqualTo(2);
        ConnectorConfig config = ConnectorConfig.from(job.conf());
        AreaPublisher.begin(
                staged.area,
                List.of(new AreaPublisher.Sink(
                        Staged.SINK, SdkStreamWriter.open(config), config.writing(), PublishSettings.of(job.conf()))),
                new ReadIterations());
        // The secrets are not in the folder.
        command.getConf().set(KinesisOptions.ACCESS_KEY.key(), "test");
        command.getConf().set(KinesisOptions.SECRET_KEY.key(), Job.SECRET);

        PrintStream standardOutput = System.out;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        System.setOut(new PrintStream(told, true, StandardCharsets.UTF_8));
        try {
            assertThat(command.run(new String[] {folder.toString()})).isZero();
        } finally {
            System.setOut(standardOutput);
        }

        assertThat(told.toString(StandardCharsets.UTF_8))
                .containsSubsequence("100 records are staged", "100 records (");
        assertThat(job.read().stream().map(KilledPublisherTest::text))
                .containsExactlyInAnyOrderElementsOf(Staged.texts("a", 100));
        assertThat(folder).doesNotExist();
    }

    @Test
    public void recordsWhoseAnswersAreLostAreCountedAndNobodySendsThemAgainUnseen() throws Exception {
        Staged staged =
                new Staged(temp.getRoot().toPath().resolve("staging").toFile()).task("a", Staged.texts("a", 90));
        try (FaultProxy proxy = FaultProxy.before(LocalServices.get().streams())) {
            // The JDK's HTTP client is one that repeats a POST by itself, unless it is told the length before.
            proxy.on("PutRecords", call -> call == 0, Fault.cutAfter());
            proxy.on("PutRecords", call -> call == 0, Fault.errorAfter(500, "InternalFailure", "oops"));
            Job through = Job.on(stream.name()).set(KinesisOptions.ENDPOINT_URL, proxy.endpoint());

            Published published =
                    staged.publish(SdkStreamWriter.open(ConnectorConfig.from(through.conf())), 1, Optional.empty());

            assertThat(proxy.operations()).filteredOn("PutRecords"::equals).hasSize(3);
            assertThat(published.count(WriteCounter.UNCERTAIN)).isEqualTo(180);
            assertThat(published.count(WriteCounter.RECORDS)).isEqualTo(90);
        }
        List<String> texts = Job.on(stream.name()).read().stream()
                .map(KilledPublisherTest::text)
                .toList();
        assertThat(new HashSet<>(texts)).hasSameElementsAs(Staged.texts("a", 90));
        assertThat(texts).hasSize(90 + 180);
    }

    @Test
    public void aFolderThatDoesNotExistIsNamed() throws Exception {
        Path missing = temp.getRoot().toPath().resolve("missing");
        assertThat(refusal(missing)).contains("there is no folder file:" + missing);
    }

    @Test
    public void whatADeletionHasLeftIsNotPublished() throws Exception {
        for (String name : List.of("staging", "staging.going")) {
            Staged staged = new Staged(temp.newFolder(name)).task("a", Staged.texts("a", 1));
            if (name.endsWith("going")) {
                staged.area.begin(Map.of());
            }
            staged.area.counted().freeze();
            // Its settings are gone.
            staged.area.files().mkdirs(staged.area.publishing(Staged.SINK));

            assertThat(refusal(temp.getRoot().toPath().resolve(name)))
                    .contains("was being deleted", "is published, or given up. Nothing is put");
        }
    }

    /** What the command says when it does nothing. */
    private static String refusal(Path folder) throws IOException {
        FinishPublishing command = new FinishPublishing();
        command.setConf(new Configuration());
        PrintStream standardError = System.err;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
        try {
            assertThat(command.run(new String[] {folder.toString()})).isEqualTo(2);
        } finally {
            System.setErr(standardError);
        }
        return told.toString(StandardCharsets.UTF_8);
    }

    private static String text(KinesisRecord record) {
        return new String(record.payload().bytes(), StandardCharsets.UTF_8);
    }

    private static Process start(File folder, Job job) throws IOException {
        java.util.ArrayList<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Slow.class.getName(),
                folder.toString()));
        job.conf().forEach(entry -> command.add(entry.getKey() + "=" + entry.getValue()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
