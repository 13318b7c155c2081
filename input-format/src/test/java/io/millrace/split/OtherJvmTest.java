package io.millrace.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.KinesisOptions;
import io.millrace.read.AggregatesTest;
import io.millrace.read.KinesisRecord;
import io.millrace.read.ReadCounts;
import io.millrace.testing.Fault;
import io.millrace.testing.FaultProxy;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Planners and readers in several JVMs. */
public final class OtherJvmTest {
    private static final int RECORDS = 60;
    private static final int KILLED_AFTER = 25;
    private static final int PLANNERS = 10;

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final TestStream stream = TestStream.create(1);
    private final Job job = Job.iterationsOf(stream.name()).set(KinesisOptions.BATCH_SIZE, 10);

    /** It is killed in the middle of an aggregated record, and another one ends the split. */
    @Test
    public void aReaderThatIsKilledInTheMiddleOfASplitIsFollowedByOneInAnotherJvmThatReadsAllOfIt() throws Exception {
        List<String> planned = lines("planned");
        stream.put(planned.subList(0, KILLED_AFTER - 5));
        putAsOne(planned.subList(KILLED_AFTER - 5, KILLED_AFTER + 5));
        stream.put(planned.subList(KILLED_AFTER + 5, RECORDS - 10));
        putAsOne(planned.subList(RECORDS - 10, RECORDS));
        PlannedRead plan = job.plan();
        KinesisSplit split = plan.splits().get(0);
        List<KinesisRecord> records = job.read(plan, new ReadCounts());
        assertThat(LossReport.texts(records)).isEqualTo(planned);
        List<String> expected = records.stream().map(OtherJvm::describe).toList();
        assertThat(expected).doesNotHaveDuplicates();

        List<String> before = new ArrayList<>();
        try (OtherJvm killed = OtherJvm.reading(job, split, folder())) {
            for (int i = 0; i < KILLED_AFTER; i++) {
                killed.go();
                before.add(killed.next());
            }
            assertThat(killed.kill()).as("killed by signal 9").isEqualTo(128 + 9);
        }
        assertThat(before).isEqualTo(expected.subList(0, KILLED_AFTER));
        stream.split(0);
        stream.put(lines("later"));

        try (OtherJvm follower = OtherJvm.reading(job, split, folder())) {
            assertThat(follower.all()).isEqualTo(expected);
        }
        assertThat(LossReport.texts(job.copy().iteration(1).read()))
                .containsExactlyInAnyOrderElementsOf(lines("later"));
    }

    private void putAsOne(List<String> lines) throws Exception {
        List<byte[]> parts = lines.stream()
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .toList();
        stream.put("aggregate", AggregatesTest.aggregateOf(parts).bytes());
    }

    /** The first race is run as it comes; in the second one, nobody's plan is written before everybody has one. */
    @Test
    public void plannersInTenJvmsAtTheSameTimeEndWithTheOnePlanThatIsWritten() throws Exception {
        stream.put(lines("first"));
        try (FaultProxy tables = FaultProxy.before(LocalServices.get().tables())) {
            job.set(KinesisOptions.CHECKPOINT_ENDPOINT_URL, tables.endpoint());
            List<Job> jobs = List.of(job.copy().iteration(0), job.copy().iteration(1));
            List<OtherJvm> planners = OtherJvm.planning(PLANNERS, jobs, folder());
            try {
                // Each planner looks into the table, then at the stream: so each sees another tip.
                tables.on("GetItem", Fault.before(() -> stream.put(List.of("meanwhile"))));
                assertOnePlan(planners, jobs.get(0), counting(tables, "PutItem", 1));
                assertOnePlan(planners, jobs.get(1), counting(tables, "TransactWriteItems", PLANNERS + 1));
                assertThat(tables.operations().stream().filter("TransactWriteItems"::equals))
                        .hasSizeGreaterThan(PLANNERS);
            } finally {
                planners.forEach(OtherJvm::close);
            }
        }
    }

    private static void assertOnePlan(List<OtherJvm> planners, Job job, AtomicInteger stored) throws Exception {
        for (OtherJvm planner : planners) {
            planner.go();
        }
        // One more of them is this JVM.
        List<String> found = new ArrayList<>();
        for (KinesisSplit split : job.plan().splits()) {
            found.add(OtherJvm.encode(split));
        }
        assertThat(found).hasSize(1);
        for (OtherJvm planner : planners) {
            assertThat(planner.rest()).isEqualTo(found);
        }
        assertThat(stored).as("plans that were written").hasValue(1);
    }

    /** Counts the writes that are done; none is before there are so many. */
    private static AtomicInteger counting(FaultProxy tables, String write, int together) {
        AtomicInteger stored = new AtomicInteger();
        CountDownLatch waiting = new CountDownLatch(together);
        tables.on(write, call -> {
            waiting.countDown();
            try {
                waiting.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Fault.Reply reply = call.server().ask();
            if (reply.status() == 200) {
                stored.incrementAndGet();
            }
            return reply;
        });
        return stored;
    }

    private Path folder() {
        return temp.getRoot().toPath();
    }

    private static List<String> lines(String what) {
        return IntStream.range(0, RECORDS).mapToObj(i -> what + " " + i).toList();
    }
}
