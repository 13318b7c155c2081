package io.millrace.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.client.StreamException;
import io.millrace.config.KinesisOptions;
import io.millrace.read.KinesisRecord;
import io.millrace.testing.Fault;
import io.millrace.testing.FaultProxy;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Planning on the real service and a real table through proxies that do harm. */
public class PlanningUnderFaultsTest {
    private static final Fault DENIED = Fault.error(400, "AccessDeniedException", "not allowed to write");
    private static final Fault THROTTLED =
            Fault.error(400, "ProvisionedThroughputExceededException", "The level of throughput was exceeded");

    private final TestStream stream = TestStream.create(2);
    private final FaultProxy streams = FaultProxy.before(LocalServices.get().streams());
    private final FaultProxy tables = FaultProxy.before(LocalServices.get().tables());

    @After
    public void close() {
        streams.close();
        tables.close();
    }

    /** A job that calls both services directly. */
    private Job sound() {
        return Job.iterationsOf(stream.name());
    }

    private Job harmed(Job job) {
        return job.copy()
                .set(KinesisOptions.ENDPOINT_URL, streams.endpoint())
                .set(KinesisOptions.CHECKPOINT_ENDPOINT_URL, tables.endpoint());
    }

    @Test
    public void aPlannerKilledBeforeAnyStepLeavesNoPlanOrTheWholePlan() throws Exception {
        killAtEveryStep((died, call) -> died ? Fault.error(400, "AccessDeniedException", "killed") : Fault.none());
    }

    @Test
    public void aPlannerKilledWithAnyStepDoneLeavesNoPlanOrTheWholePlan() throws Exception {
        killAtEveryStep((died, call) -> died ? Fault.errorAfter(400, "AccessDeniedException", "killed") : Fault.none());
    }

    /** What happens to a call of a planner. */
    private interface Death {
        Fault fate(boolean died, int call);
    }

    private void killAtEveryStep(Death death) throws Exception {
        Job job = sound();
        // Iteration 0 is there, so that the planner has something to go on from.
        List<String> all = new ArrayList<>(texts(put("of iteration 0", 5)));
        assertThat(texts(job.copy().iteration(0).read())).containsExactlyInAnyOrderElementsOf(all);
        int number = 1;
        boolean survived = false;
        int stored = 0;
        for (int step = 0; !survived; step++, number++) {
            all.addAll(put("before step " + step, 3));
            int last = step;
            AtomicInteger calls = new AtomicInteger();
            Fault fault = call -> {
                int now = calls.getAndIncrement();
                return death.fate(now >= last, now).apply(call);
            };
            streams.heal();
            tables.heal();
            streams.on(FaultProxy.ANY, fault);
            tables.on(FaultProxy.ANY, fault);
            Throwable failure = catchThrowable(harmed(job).iteration(number)::plan);
            survived = failure == null;
            assertThat(survived || failure instanceof StreamException || failure instanceof CheckpointException)
                    .as("step %d: %s", step, failure)
                    .isTrue();
            List<String> later = put("after step " + step, 3);
            all.addAll(later);
            List<String> found = texts(job.copy().iteration(number).read());
            stored += found.containsAll(later) ? 0 : 1;
            // A planner that got as far as the write has fixed the iteration's end, even if it never learned of it.
            List<String> rest = texts(job.copy().iteration(++number).read());
            List<String> both = new ArrayList<>(found);
            both.addAll(rest);
            assertThat(both)
                    .as("step %d", step)
                    .containsExactlyInAnyOrderElementsOf(all.subList(all.size() - 6, all.size()));
        }
        assertThat(stored).as("plans that were there at last").isPositive();
        assertThat(number).as("steps were taken").isGreaterThan(10);
    }

    @Test
    public void tenPlannersAgreeAlthoughTheTableThrottlesFailsAndLosesAnswers() throws Exception {
        long seed = Long.getLong("millrace.seed", 1L);
        // One of fifty calls would else, once in some dozens of runs, fail five times in a row, which is a failure.
        tables.on(FaultProxy.ANY, FaultProxy.percent(5, seed), Fault.butForTheLastAttempt(THROTTLED))
                .on(
                        FaultProxy.ANY,
                        FaultProxy.percent(10, seed + 1),
                        Fault.butForTheLastAttempt(Fault.error(500, "InternalServerError", "sorry")))
                .on(FaultProxy.ANY, FaultProxy.percent(10, seed + 2), Fault.butForTheLastAttempt(Fault.cutBefore()))
                .on("PutItem", FaultProxy.percent(40, seed + 3), Fault.butForTheLastAttempt(Fault.cutAfter()));
        put("read", 20);
        Job job = sound();
        ExecutorService threads = Executors.newFixedThreadPool(10);
        try {
            Callable<List<KinesisSplit>> planner = () -> {
                put("meanwhile", 1);
                return job.copy()
                        .set(KinesisOptions.CHECKPOINT_ENDPOINT_URL, tables.endpoint())
                        .plan()
                        .splits();
            };
            List<Callable<List<KinesisSplit>>> planners = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                planners.add(planner);
            }
            for (Future<List<KinesisSplit>> each : threads.invokeAll(planners)) {
                assertThat(each.get())
                        .as("seed " + seed)
                        .isEqualTo(job.copy().plan().splits());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    public void aWriteWhoseAnswerIsLostIsThePlan() throws Exception {
        List<String> lines = put("read", 5);
        for (Fault lost : List.of(Fault.cutAfter(), Fault.errorAfter(500, "InternalServerError", "sorry"))) {
            Job job = sound();
            tables.heal();
            tables.on("PutItem", call -> call == 0, lost);

            PlannedRead plan = harmed(job).plan();
            assertThat(job.plan().splits()).isEqualTo(plan.splits());
            assertThat(texts(job.read(plan, new io.millrace.read.ReadCounts())))
                    .containsExactlyInAnyOrderElementsOf(lines);
        }
    }

    @Test
    public void aTableThatCanBeReadButNotWrittenFailsNewIterationsOnly() throws Exception {
        List<String> lines = put("read", 5);
        Job job = sound();
        job.copy().iteration(0).plan();
        for (String write : List.of("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems")) {
            tables.on(write, DENIED);
        }

        assertThatThrownBy(() -> harmed(job).iteration(1).plan())
                .isInstanceOf(CheckpointException.StoreFailed.class)
                .hasMessageContaining("'iterations'")
                .hasMessageContaining("AccessDeniedException: not allowed to write");
        Job again = harmed(job).iteration(0);
        assertThat(texts(again.read())).containsExactlyInAnyOrderElementsOf(lines);
        assertThatThrownBy(again::commit)
                .isInstanceOf(CheckpointException.StoreFailed.class)
                .hasMessageContaining("AccessDeniedException");
        assertThat(job.copy()
                        .iteration("next")
                        .plan()
                        .iteration()
                        .orElseThrow()
                        .key()
                        .number()
                        .value())
                .as("nothing was committed")
                .isZero();
    }

    @Test
    public void aTableThatWasDeletedIsNotTakenForAReaderThatBegins() throws Exception {
        put("read", 5);
        Job job = sound().set(KinesisOptions.CHECKPOINT_TABLE, "deleted-" + UUID.randomUUID());
        Job zero = job.copy().iteration(0);
        zero.plan();
        String table = job.conf().get(KinesisOptions.CHECKPOINT_TABLE.key());
        tables.on("Query", call -> call == 0, Fault.before(() -> delete(table)));

        assertThatThrownBy(() -> harmed(job).iteration(1).plan())
                .as("deleted while it is used")
                .isInstanceOf(CheckpointException.StoreFailed.class)
                .hasMessageContaining("'" + table + "'")
                .hasMessageContaining("ResourceNotFoundException");
        assertThatThrownBy(() -> job.copy()
                        .iteration(1)
                        .set(KinesisOptions.CHECKPOINT_CREATE, false)
                        .plan())
                .isInstanceOf(CheckpointException.StoreFailed.class)
                .hasMessageContaining("'" + table + "' does not exist");
        assertThatThrownBy(() -> job.copy().iteration(1).plan())
                .as("the table is made anew, but iteration 1 follows no iteration 0")
                .isInstanceOf(CheckpointException.IterationGap.class);
        assertThatThrownBy(zero::commit)
                .isInstanceOf(CheckpointException.StoreFailed.class)
                .hasMessageContaining("was never planned");
    }

    @Test
    public void aCommitToATableThatWasDeletedFailsAndMakesNoEmptyOne() {
        put("read", 5);
        String table = "deleted-" + UUID.randomUUID();
        Job job = sound().set(KinesisOptions.CHECKPOINT_TABLE, table).iteration("next");
        job.plan();
        delete(table);

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(job::commit)
                    .isInstanceOf(CheckpointException.StoreFailed.class)
                    .hasMessageContaining("'" + table + "' does not exist");
        }
    }

    private static void delete(String table) {
        try (DynamoDbClient client = DynamoDbClient.builder()
                .endpointOverride(LocalServices.get().tables())
                .region(LocalServices.REGION)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(LocalServices.KEY, LocalServices.KEY)))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            client.deleteTable(request -> request.tableName(table));
        }
    }

    private List<String> put(String what, int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(what + " " + i + " " + UUID.randomUUID());
        }
        stream.put(lines);
        return lines;
    }

    private static List<String> texts(List<?> rows) {
        return rows.stream()
                .map(row -> row instanceof KinesisRecord record
                        ? new String(record.payload().bytes(), StandardCharsets.UTF_8)
                        : row.toString())
                .toList();
    }
}
