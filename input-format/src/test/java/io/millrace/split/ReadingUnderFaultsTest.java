package io.millrace.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.ReadCounter;
import io.millrace.client.StreamException;
import io.millrace.config.KinesisOptions;
import io.millrace.read.KinesisRecord;
import io.millrace.read.ReadCounts;
import io.millrace.testing.Fault;
import io.millrace.testing.FaultProxy;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** A planned range, read from the real service through a proxy that does harm: the rows are the same. */
public class ReadingUnderFaultsTest {
    private static final Fault THROTTLED =
            Fault.error(400, "ProvisionedThroughputExceededException", "Rate exceeded for shard");
    private static final Fault FAILED = Fault.error(500, "InternalFailure", "the proxy says so");
    private static final Fault EXPIRED = Fault.error(400, "ExpiredIteratorException", "Iterator expired.");

    private final TestStream stream = TestStream.create(2);
    private final FaultProxy proxy = FaultProxy.before(LocalServices.get().streams());
    private final ReadCounts counts = new ReadCounts();
    private Job job;
    private PlannedRead plan;
    private List<KinesisRecord> rows;

    @Before
    public void plan() throws Exception {
        put("before");
        stream.reshard();
        put("after");
        job = Job.iterationsOf(stream.name()).set(KinesisOptions.BATCH_SIZE, 5);
        plan = job.plan();
        rows = job.read(plan, new ReadCounts());
        assertThat(rows).hasSize(80);
        put("of the next iteration");
        job.set(KinesisOptions.ENDPOINT_URL, proxy.endpoint());
    }

    @After
    public void close() {
        proxy.close();
    }

    private void put(String what) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            lines.add(what + " " + i);
        }
        stream.put(lines);
    }

    @Test
    public void longStretchesOfEmptyPagesMeanNothing() throws Exception {
        proxy.on("GetRecords", call -> call % 25 != 24, Fault.emptyPage(60_000));

        assertThat(job.read(plan, counts)).isEqualTo(rows);
        assertThat(counts.of(ReadCounter.EMPTY_PAGES)).isGreaterThan(300);
    }

    @Test
    public void everySecondIteratorExpires() throws Exception {
        proxy.on("GetRecords", call -> call % 2 == 1, EXPIRED);

        assertThat(job.read(plan, counts)).isEqualTo(rows);
        assertThat(counts.of(ReadCounter.EXPIRED_ITERATORS)).isGreaterThan(5);
    }

    @Test
    public void repeatedAnswersDoubleNothing() throws Exception {
        // Page by page: an answer that another split got would be another shard's.
        for (KinesisSplit split : plan.splits()) {
            List<KinesisRecord> wanted = rows.stream()
                    .filter(row -> row.shard().equals(split.shard()))
                    .toList();
            proxy.heal();
            proxy.on("GetRecords", call -> call % 2 == 1, Fault.repeat());

            assertThat(job.read(new PlannedRead(plan.stream(), plan.iteration(), List.of(split)), counts))
                    .isEqualTo(wanted);
        }
    }

    @Test
    public void throttlingFailuresAndCutConnectionsChangeNothing() throws Exception {
        // One that lets the reader come through: of all seeds, one in some thousands fails a page for too long.
        long seed = Long.getLong("millrace.seed", 1L);
        proxy.on("GetRecords", FaultProxy.percent(10, seed), THROTTLED)
                .on("GetRecords", FaultProxy.percent(10, seed + 1), FAILED)
                .on("GetRecords", FaultProxy.percent(10, seed + 2), Fault.cutBefore())
                .on("GetRecords", FaultProxy.percent(10, seed + 3), Fault.cutAfter())
                .on("GetRecords", FaultProxy.percent(10, seed + 4), EXPIRED)
                .on("GetRecords", FaultProxy.percent(10, seed + 5), Fault.delay(Duration.ofMillis(50)))
                .on("GetShardIterator", FaultProxy.percent(20, seed + 6), THROTTLED)
                .on("GetShardIterator", FaultProxy.percent(20, seed + 7), FAILED);

        assertThat(job.read(plan, counts)).as("seed " + seed).isEqualTo(rows);
    }

    @Test
    public void aKeyThatIsThrottledIsAskedAgain() throws Exception {
        proxy.on(
                "GetRecords",
                call -> call == 1,
                Fault.error(400, "KMSThrottlingException", "The request was denied due to request throttling."));

        assertThat(job.read(plan, counts)).isEqualTo(rows);
        assertThat(counts.of(ReadCounter.THROTTLED)).isEqualTo(1);
    }

    @Test
    public void whatIsForbiddenFailsAtOnce() {
        proxy.on("GetRecords", call -> call >= 3, Fault.error(400, "AccessDeniedException", "not you"));

        assertThatThrownBy(() -> job.read(plan, counts))
                .isInstanceOf(StreamException.Refused.class)
                .hasMessageContaining(stream.name())
                .hasMessageContaining("AccessDeniedException: not you");
        assertThat(proxy.operations().stream().filter("GetRecords"::equals)).hasSize(4);
    }

    @Test
    public void aReaderThatIsKilledAnywhereLeavesNothingBehind() throws Exception {
        KinesisSplit split = plan.splits().get(0);
        PlannedRead one = new PlannedRead(plan.stream(), plan.iteration(), List.of(split));
        List<KinesisRecord> wanted =
                rows.stream().filter(row -> row.shard().equals(split.shard())).toList();
        for (int call = 0; call < 3; call++) {
            int last = call;
            proxy.heal();
            proxy.on(FaultProxy.ANY, number -> number >= last, Fault.error(400, "AccessDeniedException", "killed"));
            assertThatThrownBy(() -> job.read(one, counts)).isInstanceOf(StreamException.class);
            proxy.heal();
            assertThat(job.read(one, counts)).isEqualTo(wanted);
        }
    }

    @Test
    public void twoAttemptsAtOnceReadTheSame() throws Exception {
        var other = java.util.concurrent.CompletableFuture.supplyAsync(() -> {
            try {
                return job.copy().read(plan, new ReadCounts());
            } catch (io.millrace.read.RecordsLostException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(job.read(plan, counts)).isEqualTo(rows);
        assertThat(other.get()).isEqualTo(rows);
    }

    @Test
    public void aListOfShardsOutOfOrderAndWithDoublesGivesTheSamePlan() throws Exception {
        for (int i = 0; i < 12; i++) {
            stream.reshard();
        }
        put("into many shards");
        proxy.on("ListShards", Fault.shuffledShards(4, 7));
        Job shuffled = job.copy().iteration(1);
        PlannedRead next = shuffled.plan();

        assertThat(proxy.operations().stream().filter("ListShards"::equals)).hasSizeGreaterThan(10);
        assertThat(next.iteration().orElseThrow().shards().stream().map(each -> each.shard()))
                .isSorted()
                .doesNotHaveDuplicates()
                .hasSize(3 + 2 + 12 * 3);
        assertThat(shuffled.read(next, counts)).hasSize(80);
        List<SequenceNumber> numbers =
                rows.stream().map(KinesisRecord::sequenceNumber).toList();
        assertThat(shuffled.read(next, counts).stream().map(KinesisRecord::sequenceNumber))
                .doesNotContainAnyElementsOf(numbers);
    }
}
