package io.millrace.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.client.ReadCounter;
import io.millrace.config.KinesisOptions;
import io.millrace.read.KinesisRecord;
import io.millrace.read.ReadCounts;
import io.millrace.split.Job;
import io.millrace.split.KinesisSplit;
import io.millrace.split.PlannedRead;
import io.millrace.split.SplitNarrowing;
import io.millrace.testing.TestStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/**
 * Random conditions on a stream with reshards: the splits that they leave hold every record that matches, and reading them
 * costs less. {@code -Dmillrace.seed=N} asks for one seed again.
 */
@RunWith(Parameterized.class)
public class NarrowedReadTest {
    private static final int CONDITIONS = 25;

    private final Random random;
    private final TestStream stream = TestStream.create(3);

    public NarrowedReadTest(long seed) {
        random = new Random(seed);
    }

    @Parameters(name = "seed {0}")
    public static List<Long> seeds() {
        Long chosen = Long.getLong("millrace.seed");
        return chosen != null ? List.of(chosen) : List.of(1L, 2L);
    }

    private void fill() {
        for (int round = 0; round < 4; round++) {
            stream.put(
                    Stream.generate(() -> "key " + random.nextInt(40)).limit(60).toList());
            stream.split(random.nextInt(stream.openShards().size()));
            stream.merge(random.nextInt(stream.openShards().size() - 1));
        }
        stream.put(List.of("last"));
    }

    @Test
    public void aReadOfTheStreamFindsWhatMatches() throws Exception {
        fill();
        assertFindsWhatMatches(Job.on(stream.name()));
    }

    @Test
    public void aReadOfAnIterationFindsWhatMatches() throws Exception {
        Job job = Job.iterationsOf(stream.name());
        job.copy().plan();
        fill();
        assertFindsWhatMatches(job.iteration(1));
    }

    private void assertFindsWhatMatches(Job job) throws Exception {
        // Small pages, so that a few records are enough for something to be skipped.
        job.set(KinesisOptions.BATCH_SIZE, 3);
        PlannedRead plan = job.plan();
        ReadCounts all = new ReadCounts();
        List<KinesisRecord> records = job.read(plan, all);
        RandomFilters filters = new RandomFilters(random, records);
        long least = Long.MAX_VALUE;
        for (int i = 0; i < CONDITIONS; i++) {
            RandomFilters.Sample sample = filters.next(2);
            List<KinesisSplit> splits = SplitNarrowing.narrow(plan.splits(), sample.filter());
            ReadCounts counts = new ReadCounts();
            List<KinesisRecord> found =
                    new ArrayList<>(job.read(new PlannedRead(plan.stream(), plan.iteration(), splits), counts));
            found.removeIf(sample.matches().negate());
            assertThat(found)
                    .as(sample.text())
                    .containsExactlyElementsOf(
                            records.stream().filter(sample.matches()).toList());
            least = Math.min(least, counts.of(ReadCounter.CALLS));
        }
        assertThat(least).isLessThan(all.of(ReadCounter.CALLS));
    }
}
