package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.Fault;
import io.millrace.testing.FaultProxy;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** An INSERT that Hive runs again after a failure: each row arrives once, whatever the first run has left. */
public class InsertRerunTest {
    /** In these words Hive sees that a vertex has failed, and runs the statement again. */
    private static final Fault RERUN = Fault.error(400, "AccessDeniedException", "Vertex failed, or so Hive thinks");

    private static final Fault NONE = Fault.error(500, "InternalFailure", "never");

    @Rule
    public final Inserts inserts = new Inserts();

    @Before
    public void runAgain() {
        inserts.stageInFolder();
        // Hive lays settings of this prefix in for the second run, and has no second one when there are none.
        inserts.hive().set("reexec.overlay.any", "thing");
    }

    @Test
    public void itsRowsArriveOnceAlthoughATaskOfTheFirstRunCommitsDuringTheSecond() {
        TestStream input = TestStream.create(1);
        try (FaultProxy streams = FaultProxy.before(LocalServices.get().streams());
                FaultProxy tables = FaultProxy.before(LocalServices.get().tables())) {
            String from = inserts.csv(input, "'kinesis.endpoint.url'='" + streams.endpoint() + "'");
            String to = inserts.csv();
            inserts.readIterations(tables.endpoint());
            List<String> expected = new ArrayList<>();
            inserts.onBothEngines(() -> {
                String line = expected.size() + ",a";
                input.put(List.of(line));
                expected.add(line);
                LateTask late = new LateTask();
                tables.heal();
                tables.on(FaultProxy.ANY, call -> late.keepWhatIsStaged(), RERUN);
                streams.heal();
                streams.on("GetRecords", call -> late.commitDuringTheSecondRun(), NONE);

                inserts.hive().run("INSERT INTO " + to + " SELECT * FROM " + from);

                assertThat(late.hasFirstRunEnded()).as("run twice").isTrue();
                assertThat(late.files).as("committed late").isEmpty();
                assertThat(inserts.stream().payloads()).containsExactlyInAnyOrderElementsOf(expected);
            });
        }
    }

    @Test
    public void itIsNotRunAgainWhenItsPublishingHasBegun() throws Exception {
        try (FaultProxy streams = FaultProxy.before(LocalServices.get().streams())) {
            String table = inserts.csv("'kinesis.endpoint.url'='" + streams.endpoint() + "'");
            streams.on("PutRecords", call -> call == 0, RERUN);

            assertThat(inserts.hive().refusal("INSERT INTO " + table + Inserts.ALL_ROWS))
                    .contains("the statement is not run again", "FinishPublishing");
            assertThat(inserts.stream().records()).isEmpty();

            assertThat(inserts.finishPublishing()).isZero();
        }
        assertThat(inserts.stream().payloads()).containsExactlyInAnyOrderElementsOf(Inserts.rows());
    }

    /** A task of the first run that lives on, and commits its files while tasks of the second one read. */
    private final class LateTask {
        private final Map<Path, byte[]> files = new ConcurrentHashMap<>();
        private final AtomicBoolean firstRunEnded = new AtomicBoolean();

        boolean hasFirstRunEnded() {
            return firstRunEnded.get();
        }

        /** Once, when the first run's tasks have ended and nothing is published yet; true then. */
        boolean keepWhatIsStaged() {
            List<Path> staged = inserts.stagedIn("staged");
            if (staged.isEmpty() || firstRunEnded.getAndSet(true)) {
                return false;
            }
            staged.forEach(file -> files.put(whereCommitted(file), read(file)));
            return true;
        }

        /** Never true. */
        boolean commitDuringTheSecondRun() {
            if (firstRunEnded.get() && inserts.staged().stream().anyMatch(path -> path.endsWith("begun"))) {
                files.forEach(LateTask::write);
                files.clear();
            }
            return false;
        }

        /** Where a task that the publisher has come upon had been committed. */
        private static Path whereCommitted(Path staged) {
            return Path.of(staged.toString().replace("/staged/", "/tasks/"));
        }

        private static byte[] read(Path file) {
            try {
                return Files.readAllBytes(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void write(Path file, byte[] bytes) {
            try {
                Files.createDirectories(file.getParent());
                Files.write(file, bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
