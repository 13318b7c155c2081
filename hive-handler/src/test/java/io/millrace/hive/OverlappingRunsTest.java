package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.Overlap;
import io.millrace.testing.TestStream;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Two queries that {@code next} gives the same iteration, because the second one begins before the first one ends. */
public class OverlappingRunsTest {
    private final TestStream source = TestStream.create(2);
    private final TestStream target = TestStream.create(1);
    private final Overlap overlap = new Overlap(this::runFast);
    private final String reader = "reader-" + UUID.randomUUID();
    private final AtomicReference<String> rowsOfFast = new AtomicReference<>();
    private HiveSession slow;
    private HiveSession fast;

    @Before
    public void open() {
        slow = session()
                .set("kinesis.endpoint.url", overlap.streams().toString())
                .set(
                        "kinesis.checkpoint.metastore.endpoint.url",
                        overlap.tables().toString());
        fast = session();
        for (TestStream stream : List.of(source, target)) {
            fast.run("CREATE EXTERNAL TABLE " + stream.name() + " (line STRING) STORED BY"
                    + " 'io.millrace.hive.KinesisStorageHandler' TBLPROPERTIES ('kinesis.stream.name'='" + stream.name()
                    + "')");
        }
        source.put(List.of("one", "two"));
    }

    @After
    public void close() {
        slow.close();
        fast.close();
        overlap.close();
    }

    private HiveSession session() {
        return LocalHive.session()
                .set("hive.execution.engine", "mr")
                .set("kinesis.checkpoint.enabled", "true")
                .set("kinesis.checkpoint.metastore.table.name", "iterations")
                .set("kinesis.checkpoint.logical.name", reader)
                .set("kinesis.checkpoint.iteration.no", "next");
    }

    private void runFast() {
        rowsOfFast.set(count(fast));
    }

    private String count(HiveSession hive) {
        return hive.run("SELECT count(*) FROM " + source.name()).get(0);
    }

    @Test
    public void theLaterOneFailsAndSaysSo() {
        assertThat(slow.refusal("SELECT count(*) FROM " + source.name()))
                .contains("its iteration was not its own", "iteration 0 of", "was committed by another run");
        assertThat(rowsOfFast).hasValue("2");
        assertThat(count(slow)).isEqualTo("0");
    }

    @Test
    public void theLaterOnePutsNothingIntoAStream() {
        assertThat(slow.refusal("INSERT INTO " + target.name() + " (line) SELECT line FROM " + source.name()))
                .contains("could not be put into the stream", "was committed by another run");
        assertThat(rowsOfFast).hasValue("2");
        assertThat(target.records()).isEmpty();
    }
}
