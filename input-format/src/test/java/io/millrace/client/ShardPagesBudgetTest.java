package io.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.client.StreamReader.IteratorStart;
import io.millrace.config.Reading.ReadLimits;
import java.time.Duration;
import org.junit.Test;

public final class ShardPagesBudgetTest {
    private long nanos;

    /** A fake record's partition key is its text, like its payload. */
    @Test
    public void aPageIsPaidForWithItsPartitionKeysInBytes() {
        FakeStream stream = new FakeStream()
                .put(1, "k".repeat(1 << 20))
                .put(2, "\u00e9".repeat(1 << 19))
                .put(3, "end");
        ShardPages pages = pages(stream);

        pages.next(1);
        pages.next(1);
        assertThat(Duration.ofNanos(nanos)).isBetween(Duration.ofMillis(1_000), Duration.ofMillis(1_010));
        pages.next(1);
        assertThat(Duration.ofNanos(nanos)).isBetween(Duration.ofMillis(2_000), Duration.ofMillis(2_020));
    }

    private ShardPages pages(FakeStream stream) {
        ReadBudget budget = new ReadBudget(ReadLimits.OF_A_SHARD, () -> nanos, pause -> nanos += pause.toNanos());
        Retries retries = new Retries(pause -> {}, ReadCounter.Meter.NONE);
        return new ShardPages(
                new ShardPages.Access(stream, retries, budget, ReadCounter.Meter.NONE),
                FakeStream.SHARD,
                new IteratorStart.TrimHorizon());
    }
}
