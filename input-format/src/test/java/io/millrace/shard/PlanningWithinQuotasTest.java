package io.millrace.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.Position;
import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.SequenceRange;
import io.millrace.client.FakeStream;
import io.millrace.client.ReadBudget;
import io.millrace.client.ReadCounter;
import io.millrace.client.Retries;
import io.millrace.client.ShardPages;
import io.millrace.client.StreamReader.IteratorStart;
import io.millrace.config.Reading.ReadLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.Test;

/** A job that knows a shard's quotas is never refused, although planning and reading know nothing of each other. */
public final class PlanningWithinQuotasTest {
    private static final int RECORDS = 20_000;

    /** Planning has bytes to pay for with one, and nothing but calls with the other. */
    private final List<FakeStream> streams = List.of(burst("x".repeat(250)), burst("x"));

    @Test
    public void nothingIsRefusedWhilePlanningNorWhileReadingRightAfterIt() throws InterruptedException {
        for (int seed = 0; seed < 200; seed++) {
            LimitedShard shard = new LimitedShard(streams.get(seed % 2), new Random(seed));
            // As Hive's planner does, to learn how large the stream is.
            shard.records(shard.iterator(FakeStream.SHARD, new IteratorStart.TrimHorizon()), 1000);

            shard.slow(seed % 3 * 10);
            plan(shard);
            assertThat(shard.refused()).as("planning, seed %s", seed).isZero();
            shard.slow(seed % 5 * 10);
            read(shard);
            assertThat(shard.refused()).as("reading, seed %s", seed).isZero();
        }
    }

    /** Twenty seconds of records, whose keys are their text, and then ten hours of silence: the tip has to be searched. */
    private static FakeStream burst(String text) {
        FakeStream stream = new FakeStream();
        for (int i = 1; i <= RECORDS; i++) {
            stream.at(Instant.EPOCH.plusMillis(i)).put(i, text);
        }
        return stream.at(stream.now().plus(Duration.ofHours(10)));
    }

    private static void plan(LimitedShard shard) throws InterruptedException {
        ReadBudget budget = ReadBudget.forFewCalls(ReadLimits.OF_A_SHARD, shard.nanoTime(), shard.sleeper());
        Function<IteratorStart, ShardPages> open = pages(shard, budget);

        assertThat(new ReachSearch(shard.shards(Optional.empty()).shards().get(0), open, new TipHint())
                        .reach(new Position.TrimHorizon())
                        .records())
                .contains(new SequenceRange(SequenceNumber.of("1"), SequenceNumber.of(Integer.toString(RECORDS))));
        shard.sleeper().sleep(Duration.ofNanos(budget.nanosUntilFree()));
    }

    private static void read(LimitedShard shard) {
        ReadBudget budget = new ReadBudget(ReadLimits.OF_A_SHARD, shard.nanoTime(), shard.sleeper());
        ShardPages pages = pages(shard, budget).apply(new IteratorStart.TrimHorizon());
        while (!pages.isAtTip()) {
            pages.next(400);
        }
    }

    private static Function<IteratorStart, ShardPages> pages(LimitedShard shard, ReadBudget budget) {
        ShardPages.Access access = new ShardPages.Access(
                shard, new Retries(shard.sleeper(), ReadCounter.Meter.NONE), budget, ReadCounter.Meter.NONE);
        return start -> new ShardPages(access, FakeStream.SHARD, start);
    }
}
