package io.millrace.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.IterationNumber;
import io.millrace.checkpoint.IterationOperations;
import io.millrace.client.ReadCounter;
import io.millrace.client.SdkStreamReader;
import io.millrace.client.StreamException;
import io.millrace.client.StreamReader;
import io.millrace.config.Checkpointing;
import io.millrace.config.ConnectorConfig;
import io.millrace.config.KinesisOptions;
import io.millrace.read.KinesisRecord;
import io.millrace.read.ReadCounts;
import io.millrace.testing.LocalServices;
import io.millrace.testing.TestStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.Test;

/** Plans on a real stream and a real table: what is decided, by whom, and what is said when it can't be. */
public class PlanningTest {
    private final TestStream stream = TestStream.create(3);

    @Test
    public void tenPlannersOfOneIterationAgree() throws Exception {
        stream.put(List.of("a", "b", "c"));
        Job job = Job.iterationsOf(stream.name()).iteration(0);
        AtomicBoolean planned = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(11);
        try {
            Future<?> producer = threads.submit(() -> {
                for (int i = 0; !planned.get(); i++) {
                    stream.put(List.of("more " + i, "and more " + i));
                }
            });
            Callable<List<KinesisSplit>> planner = () -> job.copy().plan().splits();
            List<Callable<List<KinesisSplit>>> planners = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                planners.add(planner);
            }
            List<Future<List<KinesisSplit>>> plans = threads.invokeAll(planners);
            planned.set(true);
            producer.get();
            for (Future<List<KinesisSplit>> plan : plans) {
                assertThat(plan.get()).isEqualTo(plans.get(0).get()).isNotEmpty();
            }
        } finally {
            planned.set(true);
            threads.shutdown();
        }
    }

    @Test
    public void nextIsTheSameUntilItIsCommitted() throws Exception {
        stream.put(List.of("first"));
        Job failed = Job.iterationsOf(stream.name()).iteration("next");
        Job again = failed.copy();
        Job following = failed.copy();
        assertThat(texts(failed)).containsExactly("first");
        stream.put(List.of("second"));

        assertThat(texts(again)).as("nothing was committed").containsExactly("first");
        again.commit();

        assertThat(texts(following)).containsExactly("second");
        assertThat(texts(following.copy().iteration("latest"))).containsExactly("second");
    }

    @Test
    public void aConsumerOfTheStreamOfThatNameInAnotherAccountIsRefused() {
        String arn =
                "arn:aws:kinesis:" + LocalServices.REGION + ":123456789012:stream/" + stream.name() + "/consumer/me:1";
        for (Job job : List.of(Job.on(stream.name()), Job.iterationsOf(stream.name()))) {
            assertThatThrownBy(() -> job.set(KinesisOptions.CONSUMER_ARN, arn).plan())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(arn)
                    .hasMessageContaining(":000000000000:stream/" + stream.name());
        }
    }

    @Test
    public void ofTwoJobsThatNextGivesOneIterationTheSecondOneCantCommit() throws Exception {
        stream.put(List.of("first"));
        Job fast = Job.iterationsOf(stream.name()).iteration("next");
        Job slow = fast.copy();
        Job numbered = fast.copy().iteration(0);
        assertThat(texts(fast)).isEqualTo(texts(slow)).containsExactly("first");
        assertThat(texts(numbered)).containsExactly("first");
        JobIteration.read(slow.conf()).check();

        fast.commit();

        assertThatThrownBy(() -> JobIteration.read(slow.conf()).check())
                .isInstanceOf(CheckpointException.CommittedByAnother.class);
        assertThatThrownBy(slow::commit)
                .isInstanceOf(CheckpointException.CommittedByAnother.class)
                .hasMessageContaining("iteration 0 of");
        numbered.commit();
        fast.commit();
    }

    @Test
    public void aJobDoesNotCommitWhatWasPlannedAnewWhileItRan() throws Exception {
        Job running = Job.iterationsOf(stream.name()).iteration("next");
        Job failed = running.copy();
        Job again = running.copy();
        stream.put(List.of("of iteration 0"));
        Job first = running.copy();
        texts(first);
        first.commit();
        stream.put(List.of("read"));
        assertThat(texts(running)).containsExactly("read");
        rewind(running, 0);
        stream.put(List.of("put later"));
        assertThat(texts(failed)).containsExactlyInAnyOrder("read", "put later");

        assertThatThrownBy(running::commit)
                .isInstanceOf(CheckpointException.StoreFailed.class)
                .hasMessageContaining("iteration 1 of")
                .hasMessageContaining("planned anew");
        assertThat(texts(again)).containsExactlyInAnyOrder("read", "put later");
        again.commit();
        assertThat(texts(again.copy().iteration("next"))).isEmpty();
    }

    private static void rewind(Job job, long to) {
        ConnectorConfig config = ConnectorConfig.from(job.conf());
        Checkpointing checkpointing = config.checkpointing().orElseThrow();
        try (CheckpointStore store = Checkpoints.open(checkpointing.table(), config.credentials());
                StreamReader reader = SdkStreamReader.open(config)) {
            IterationOperations operations = new IterationOperations(
                    store, checkpointing.reader(), reader.describe().identity().arn());
            operations.rewind(operations.after(new IterationNumber(to)));
        }
    }

    @Test
    public void aReadWithoutCheckpointsEndsWhereTheStreamEndedWhenItWasPlanned() throws Exception {
        stream.put(List.of("a", "b"));
        stream.reshard();
        stream.put(List.of("c"));
        Job job = Job.on(stream.name());
        PlannedRead plan = job.plan();
        stream.put(List.of("later"));

        assertThat(job.read(plan, new ReadCounts()).stream().map(PlanningTest::text))
                .containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    public void anIdleIterationReadsNothingAndARangeEndsWithoutOneCallMore() throws Exception {
        stream.put(List.of("a", "b", "c", "d", "e"));
        Job job = Job.iterationsOf(stream.name());
        PlannedRead zero = job.copy().iteration(0).plan();
        ReadCounts counts = new ReadCounts();
        assertThat(job.read(zero, counts)).hasSize(5);
        assertThat(counts.of(ReadCounter.CALLS)).isEqualTo(zero.splits().size());
        assertThat(counts.of(ReadCounter.EMPTY_PAGES)).isZero();

        assertThat(job.copy().iteration(1).plan().splits()).isEmpty();
    }

    @Test
    public void aShardThatLivedShortlyBetweenTwoIterationsIsReadOnce() throws Exception {
        Job job = Job.iterationsOf(stream.name());
        assertThat(texts(job.copy().iteration(0))).isEmpty();
        stream.split(0);
        stream.put(List.of("a", "b", "c", "d", "e", "f", "g", "h"));
        stream.merge(0);
        stream.merge(0);
        stream.put(List.of("i", "j"));

        assertThat(texts(job.copy().iteration(1)))
                .containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
        assertThat(texts(job.copy().iteration(2))).isEmpty();
    }

    @Test
    public void hundredsOfShardsAreAllPlanned() throws Exception {
        TestStream wide = TestStream.create(1100);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            lines.add("line " + i);
        }
        int shards = (int) wide.put(lines).stream()
                .map(TestStream.Acknowledged::shard)
                .distinct()
                .count();

        assertThat(Job.iterationsOf(wide.name()).plan().splits())
                .as("a page of ListShards has a thousand")
                .hasSize(shards);
    }

    @Test
    public void aGapInTheNumbersIsRefused() {
        Job job = Job.iterationsOf(stream.name());
        job.copy().iteration(0).plan();

        assertThatThrownBy(() -> job.copy().iteration(2).plan())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(
                        "only iteration 0 exists. Ask for one of these again, or for 1, the next new one.");
    }

    @Test
    public void aStreamThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Job.on("no-such-stream").plan())
                .isInstanceOf(StreamException.class)
                .hasMessageContaining("no-such-stream");
        Job job = Job.iterationsOf(stream.name()).iteration(0);
        job.copy().plan();
        stream.delete();
        assertThatThrownBy(() -> job.copy().plan())
                .isInstanceOf(StreamException.class)
                .hasMessageContaining(stream.name());
    }

    @Test
    public void aStreamThatWasMadeAnewIsAnErrorAndNotGarbage() {
        stream.put(List.of("a"));
        Job job = Job.iterationsOf(stream.name());
        job.copy().iteration(0).plan();
        stream.delete();
        // A stream's time of creation counts in seconds.
        Instant deleted = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        await().until(() -> Instant.now().isAfter(deleted.plusSeconds(1)));
        TestStream.create(stream.name(), 1).put(List.of("of another life"));

        for (int number = 0; number < 2; number++) {
            Job run = job.copy().iteration(number);
            assertThatThrownBy(run::plan)
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining(stream.name())
                    .hasMessageContaining("created");
        }
    }

    @Test
    public void aStreamThatWasMadeAnewBetweenPlanningAndReadingIsNamedWithBothTimes() {
        stream.put(List.of("a"));
        Job job = Job.iterationsOf(stream.name());
        PlannedRead plan = job.plan();
        stream.delete();
        Instant deleted = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        await().until(() -> Instant.now().isAfter(deleted.plusSeconds(1)));
        TestStream.create(stream.name(), 3).put(List.of("of", "another", "life"));
        Instant anew = Job.on(stream.name()).plan().stream().created();

        for (String reaction : List.of("fail", "warn", "skip")) {
            assertThatThrownBy(() ->
                            job.copy().set(KinesisOptions.DATA_LOSS, reaction).read(plan, new ReadCounts()))
                    .isInstanceOf(StreamException.Refused.class)
                    .hasMessageContaining("created at " + plan.stream().created())
                    .hasMessageContaining("created at " + anew);
        }
    }

    @Test
    public void aMissingCheckpointTableIsNamedWhenItMustNotBeMade() {
        assertThatThrownBy(() -> Job.iterationsOf(stream.name())
                        .set(KinesisOptions.CHECKPOINT_TABLE, "no-such-table")
                        .set(KinesisOptions.CHECKPOINT_CREATE, false)
                        .plan())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("no-such-table");
    }

    @Test
    public void aServiceThatCannotBeReachedIsNamed() throws IOException {
        try (Socket taken = deafPort()) {
            URI nobody = URI.create("http://127.0.0.1:" + taken.getLocalPort());

            ConnectorConfig config = ConnectorConfig.from(Job.on(stream.name())
                    .set(KinesisOptions.ENDPOINT_URL, nobody)
                    .conf());
            // Planning asks again for a while, and then says the same.
            try (StreamReader reader = SdkStreamReader.open(config)) {
                assertThatThrownBy(reader::describe)
                        .isInstanceOf(StreamException.Unavailable.class)
                        .hasMessageContaining(nobody.toString());
            }
        }
    }

    @Test
    public void withoutTheCheckpointTableNothingIsPlanned() throws IOException {
        try (Socket taken = deafPort()) {
            URI nobody = URI.create("http://127.0.0.1:" + taken.getLocalPort());

            assertThatThrownBy(() -> Job.iterationsOf(stream.name())
                            .set(KinesisOptions.CHECKPOINT_ENDPOINT_URL, nobody)
                            .plan())
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("iterations");
        }
    }

    @Test
    public void theSecretIsInNoSplitAndNoPlan() {
        stream.put(List.of("a"));
        Job job = Job.iterationsOf(stream.name()).set(KinesisOptions.LOGICAL_NAME, UUID.randomUUID());

        assertThat(job.plan().toString()).contains(stream.name()).doesNotContain(Job.SECRET);
    }

    /** Has a port on which it does not listen, and which nobody else can get meanwhile. */
    private static Socket deafPort() throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return socket;
    }

    private static List<String> texts(Job job) throws Exception {
        return job.read().stream().map(PlanningTest::text).toList();
    }

    private static String text(KinesisRecord record) {
        return new String(record.payload().bytes(), StandardCharsets.UTF_8);
    }
}
