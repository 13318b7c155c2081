package io.millrace.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.read.KinesisRecord;
import io.millrace.read.ReadCounts;
import io.millrace.testing.TestStream;
import io.millrace.testing.TestStream.Acknowledged;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.Test;

/** Shards that come and go by the hundred, between iterations and while they are planned and read. */
public final class ReshardStormTest {
    private static final int RESHARDS = 240;
    private static final int MOST_SHARDS = 12;

    private final TestStream stream = TestStream.create(2);
    private final Job job = Job.iterationsOf(stream.name());
    private final Random random = new Random(Long.getLong("millrace.seed", 4L));
    private final List<List<KinesisRecord>> iterations = new ArrayList<>();
    private final List<PlannedRead> plans = new ArrayList<>();

    @Test
    public void noRecordIsLostDoubledOrSkippedInAStormOfSplitsAndMerges() throws Exception {
        CompletableFuture<List<Acknowledged>> storm = CompletableFuture.supplyAsync(this::storm);
        while (!storm.isDone()) {
            newIteration();
        }
        List<Acknowledged> acknowledged = storm.get();
        newIteration();

        assertThat(iterations.stream().flatMap(List::stream).map(ReshardStormTest::asAcknowledged))
                .containsExactlyInAnyOrderElementsOf(acknowledged);
        assertThat(acknowledged.stream().map(Acknowledged::shard).distinct().count())
                .as("shards that got records")
                .isGreaterThan(RESHARDS / 2);
        for (int number = 0; number < iterations.size(); number++) {
            Job again = job.copy().iteration(number);
            assertThat(again.plan().splits())
                    .as("iteration %d", number)
                    .isEqualTo(plans.get(number).splits());
        }
        int last = random.nextInt(iterations.size());
        assertThat(job.copy().iteration(last).read()).isEqualTo(iterations.get(last));
    }

    private void newIteration() throws Exception {
        Job run = job.copy().iteration(iterations.size());
        PlannedRead plan = run.plan();
        plans.add(plan);
        iterations.add(run.read(plan, new ReadCounts()));
    }

    private List<Acknowledged> storm() {
        List<Acknowledged> acknowledged = new ArrayList<>();
        for (int i = 0; i < RESHARDS; i++) {
            int shards = stream.openShards().size();
            if (i % 40 == 39) {
                // Its way to the new count leads over shards that are closed again at once.
                stream.rescale(shards == 1 ? 2 : shards > MOST_SHARDS / 2 ? (shards + 1) / 2 : 2 * shards - 1);
            } else if (shards > 1 && (shards >= MOST_SHARDS || random.nextBoolean())) {
                stream.merge(random.nextInt(shards - 1));
            } else {
                stream.split(random.nextInt(shards));
            }
            if (random.nextInt(4) > 0) {
                acknowledged.addAll(stream.put(lines(i)));
            }
        }
        return acknowledged;
    }

    private List<String> lines(int round) {
        List<String> lines = new ArrayList<>();
        int count = 1 + random.nextInt(25);
        for (int i = 0; i < count; i++) {
            lines.add(Long.toHexString(random.nextLong()) + " of round " + round);
        }
        return lines;
    }

    private static Acknowledged asAcknowledged(KinesisRecord record) {
        return new Acknowledged(
                record.shard().value(),
                record.sequenceNumber().value(),
                record.partitionKey(),
                new String(record.payload().bytes(), StandardCharsets.UTF_8));
    }
}
