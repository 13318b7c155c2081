package io.millrace.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.read.KinesisRecord;
import io.millrace.read.ReadCounts;
import io.millrace.read.RecordsLostException;
import io.millrace.testing.TestStream;
import io.millrace.testing.TestStream.Acknowledged;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/**
 * Random walks over puts, splits, merges, iterations and re-runs: whatever the order, each acknowledged record is in
 * exactly one iteration, and an iteration that is read again is the same byte for byte. {@code -Dmillrace.seed=N} walks
 * one walk again.
 */
@RunWith(Parameterized.class)
public class IterationsPropertyTest {
    private static final int STEPS = 40;
    private static final int MOST_SHARDS = 8;

    private final Random random;
    private final TestStream stream;
    private final Job job;
    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private final List<List<KinesisRecord>> iterations = new ArrayList<>();

    public IterationsPropertyTest(long seed) {
        random = new Random(seed);
        stream = TestStream.create(1 + random.nextInt(3));
        job = Job.iterationsOf(stream.name());
    }

    @Parameters(name = "seed {0}")
    public static List<Long> seeds() {
        Long chosen = Long.getLong("millrace.seed");
        return chosen != null ? List.of(chosen) : List.of(1L, 2L, 3L, 4L);
    }

    @Test
    public void eachRecordIsInOneIterationAndAReRunIsTheSame() throws Exception {
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> acknowledged.addAll(stream.put(lines()));
                case 3 -> split();
                case 4 -> merge();
                case 5, 6 -> newIteration();
                default -> rerun();
            }
        }
        // Nobody puts meanwhile: what came after its plan would be in no iteration.
        iterations.add(read(iterations.size()));
        for (int number = 0; number < iterations.size(); number++) {
            assertThat(read(number)).as("iteration " + number).isEqualTo(iterations.get(number));
        }
        List<KinesisRecord> all = iterations.stream().flatMap(List::stream).toList();
        assertThat(all.stream().map(IterationsPropertyTest::asAcknowledged))
                .containsExactlyInAnyOrderElementsOf(acknowledged);
        assertOrderPerShard(all);
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        int count = 1 + random.nextInt(30);
        for (int i = 0; i < count; i++) {
            lines.add(Long.toHexString(random.nextLong()) + "ü".repeat(random.nextInt(50)));
        }
        return lines;
    }

    private void split() {
        int shards = stream.openShards().size();
        if (shards < MOST_SHARDS) {
            stream.split(random.nextInt(shards));
        }
    }

    private void merge() {
        int shards = stream.openShards().size();
        if (shards > 1) {
            stream.merge(random.nextInt(shards - 1));
        }
    }

    /** Plans and reads the next iteration; every other time a producer puts meanwhile. */
    private void newIteration() throws Exception {
        List<String> lines = lines();
        CompletableFuture<List<Acknowledged>> meanwhile = random.nextBoolean()
                ? CompletableFuture.supplyAsync(() -> stream.put(lines))
                : CompletableFuture.completedFuture(List.of());
        iterations.add(read(iterations.size()));
        acknowledged.addAll(meanwhile.get());
    }

    private void rerun() throws RecordsLostException {
        if (!iterations.isEmpty()) {
            int number = random.nextInt(iterations.size());
            assertThat(read(number)).as("iteration " + number).isEqualTo(iterations.get(number));
        }
    }

    private List<KinesisRecord> read(int number) throws RecordsLostException {
        Job run = job.copy().iteration(number);
        return run.read(run.plan(), new ReadCounts());
    }

    private static Acknowledged asAcknowledged(KinesisRecord record) {
        return new Acknowledged(
                record.shard().value(),
                record.sequenceNumber().value(),
                record.partitionKey(),
                new String(record.payload().bytes(), StandardCharsets.UTF_8));
    }

    private static void assertOrderPerShard(List<KinesisRecord> all) {
        Map<String, BigInteger> last = new HashMap<>();
        for (KinesisRecord record : all) {
            BigInteger before =
                    last.put(record.shard().value(), record.sequenceNumber().value());
            assertThat(before == null
                            || before.compareTo(record.sequenceNumber().value()) < 0)
                    .as("%s comes after %s", record, before)
                    .isTrue();
        }
    }
}
