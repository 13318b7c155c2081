package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.Fault;
import io.millrace.testing.FaultProxy;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** INSERTs that fail: what is in the streams then, and in the folder for staging. */
public class InsertFailuresTest {
    @Rule
    public final Inserts inserts = new Inserts();

    private HiveSession hive;

    @Before
    public void stage() {
        hive = inserts.hive();
        inserts.stageInFolder();
    }

    @Test
    public void aStatementThatFailsLeavesNothingAndTheNextOneDeletesWhatKilledDriversLeftLongAgo() throws Exception {
        String insert = "INSERT INTO " + inserts.csv();
        inserts.onBothEngines(() -> {
            assertThat(hive.refusal(insert + " SELECT n, CASE WHEN n = 19 THEN assert_true(false) ELSE word END, "
                            + Inserts.NO_METADATA + " FROM insert_source"))
                    .isNotEmpty();
            assertThat(inserts.stream().records()).isEmpty();
            assertThat(inserts.stagedIn("attempts")).isEmpty();
            assertThat(inserts.stagedIn("tasks")).isEmpty();
        });
        hive.set("hive.query.reexecution.enabled", "false");
        int folders = inserts.staging().list().length;
        assertThat(hive.refusal(
                        insert + " SELECT n, assert_true(n < 19), " + Inserts.NO_METADATA + " FROM insert_source"))
                .isNotEmpty();
        assertThat(inserts.staging().list()).as("Hive runs the hook").hasSize(folders);
        for (Path path : inserts.staged()) {
            Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
        }
        hive.run(insert + Inserts.ALL_ROWS);
        assertThat(inserts.staged()).isEmpty();
        assertThat(inserts.stream().payloads()).containsExactlyInAnyOrderElementsOf(Inserts.rows());
    }

    @Test
    public void aStatementWhoseFolderWasDeletedPublishesNothing() throws Exception {
        String table = inserts.csv();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<Boolean> deleted = other.submit(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    for (File folder : inserts.staging().listFiles()) {
                        if (new File(folder, "attempts").exists()) {
                            return new File(folder, "begun").delete();
                        }
                    }
                }
                return false;
            });
            assertThat(hive.refusal("INSERT INTO " + table + Inserts.ALL_ROWS))
                    .contains("nothing is published, because", "was deleted meanwhile");
            assertThat(deleted.get()).isTrue();
        } finally {
            other.shutdownNow();
        }
        assertThat(inserts.stream().records()).isEmpty();
    }

    @Test
    public void whatAnotherStreamGetsIsKeptWhenOneCannotBeWritten() throws Exception {
        TestStream other = TestStream.create(1);
        try (FaultProxy proxy = FaultProxy.before(LocalServices.get().streams())) {
            String endpoint = "'kinesis.endpoint.url'='" + proxy.endpoint() + "'";
            String first = inserts.csv(endpoint);
            String second = inserts.csv(other, endpoint);
            proxy.on("PutRecords", Fault.error(400, "AccessDeniedException", "no writing today"));
            assertThat(hive.refusal("FROM insert_source"
                            + " INSERT INTO TABLE " + first + " SELECT n, word, " + Inserts.NO_METADATA + " WHERE n < 7"
                            + " INSERT INTO TABLE " + second + " SELECT n, word, " + Inserts.NO_METADATA
                            + " WHERE n >= 7"))
                    .contains("no writing today", "FinishPublishing");
            proxy.heal();

            assertThat(inserts.finishPublishing()).isZero();
        }
        assertThat(inserts.stream().payloads())
                .containsExactlyInAnyOrderElementsOf(Inserts.rows().subList(0, 7));
        assertThat(other.payloads())
                .containsExactlyInAnyOrderElementsOf(Inserts.rows().subList(7, 20));
    }
}
