package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.Fault;
import io.millrace.testing.FaultProxy;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** INSERTs that copy one stream into another by iterations: each row is put once, before its iteration is committed. */
public class InsertOfIterationsTest {
    @Rule
    public final Inserts inserts = new Inserts();

    private final FaultProxy streams = FaultProxy.before(LocalServices.get().streams());
    private final FaultProxy tables = FaultProxy.before(LocalServices.get().tables());
    private final TestStream input = TestStream.create(1);
    private HiveSession hive;
    private String from;
    private String to;
    private String copy;

    @Before
    public void putTwoRows() {
        hive = inserts.hive();
        input.put(List.of("1,a", "2,b"));
        from = inserts.csv(input);
        to = inserts.csv("'kinesis.endpoint.url'='" + streams.endpoint() + "'");
        copy = "INSERT INTO " + to + " SELECT * FROM " + from;
        inserts.stageInFolder();
        inserts.readIterations(tables.endpoint());
    }

    @After
    public void close() {
        streams.close();
        tables.close();
    }

    private List<String> written() {
        return inserts.stream().keysAndPayloads();
    }

    @Test
    public void anIterationIsCommittedOnlyAfterThePublishing() {
        assertThat(hive.refusal("INSERT INTO " + to + " SELECT n, assert_true(n < 2), " + Inserts.NO_METADATA + " FROM "
                        + from))
                .isNotEmpty();
        input.put(List.of("3,c"));

        hive.run(copy);
        assertThat(written()).containsExactlyInAnyOrder("1,a: 1,a", "2,b: 2,b");
        hive.run(copy);
        assertThat(written()).containsExactlyInAnyOrder("1,a: 1,a", "2,b: 2,b", "3,c: 3,c");
    }

    @Test
    public void aPublishingThatFailsIsToldAndItsIterationIsNotPutASecondTimeButFinishedAndCommitted() throws Exception {
        streams.on("PutRecords", Fault.error(400, "AccessDeniedException", "no writing today"));
        assertThat(hive.refusal(copy))
                .contains("the rows could not be put into the stream: 0 of 2 records are in the stream")
                .contains("no writing today", "FinishPublishing");
        streams.heal();
        input.put(List.of("3,c"));

        assertThat(hive.refusal(copy))
                .contains("nothing is published: iteration 0 of logical name 'copier-")
                .contains("FinishPublishing", inserts.staging().getName());
        assertThat(written()).isEmpty();

        assertThat(inserts.finishPublishing()).isZero();
        assertThat(written()).containsExactlyInAnyOrder("1,a: 1,a", "2,b: 2,b");
        hive.run(copy);
        assertThat(written()).as("the next iteration").containsExactlyInAnyOrder("1,a: 1,a", "2,b: 2,b", "3,c: 3,c");
        assertThat(inserts.staged()).isEmpty();
    }

    @Test
    public void anIterationThatCannotBeCommittedAfterThePublishingIsCommittedByFinishPublishing() throws Exception {
        tables.on("UpdateItem", Fault.error(400, "AccessDeniedException", "no commits today"));
        tables.on("TransactWriteItems", Fault.error(400, "AccessDeniedException", "no commits today"));
        assertThat(hive.refusal(copy))
                .contains("all records are in the stream, but the iteration was not committed")
                .contains("no commits today", "FinishPublishing");
        tables.heal();
        assertThat(hive.refusal(copy)).contains("nothing is published: iteration 0 of logical name 'copier-");

        assertThat(inserts.finishPublishing()).isZero();
        hive.run(copy);
        assertThat(written()).containsExactlyInAnyOrder("1,a: 1,a", "2,b: 2,b");
    }

    @Test
    public void aStreamThatIsMadeAnewWhileTheStatementRunsGetsNothing() {
        AtomicBoolean anew = new AtomicBoolean();
        // Its tasks have ended, and nothing is published yet.
        streams.on(
                "DescribeStreamSummary",
                call -> {
                    if (!inserts.stagedIn("staged").isEmpty() && !anew.getAndSet(true)) {
                        inserts.stream().makeAnew(1);
                    }
                    return false;
                },
                Fault.error(500, "InternalFailure", "never"));
        assertThat(hive.refusal(copy))
                .contains(
                        "nothing is published: the stream", "was deleted and made anew", "now there is one created at")
                .contains("Run the job or statement again");
        assertThat(anew).isTrue();
        assertThat(written()).isEmpty();

        hive.run(copy);
        assertThat(written()).containsExactlyInAnyOrder("1,a: 1,a", "2,b: 2,b");
        assertThat(inserts.staged()).isEmpty();
    }
}
