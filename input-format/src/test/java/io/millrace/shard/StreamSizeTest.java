package io.millrace.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.client.FakeShards;
import io.millrace.client.FakeStream;
import java.time.Instant;
import org.junit.Test;

public final class StreamSizeTest {
    private static final Instant START = Instant.parse("2026-01-31T08:00:00Z");

    private static void fill(FakeStream shard, int records, long millisBetween) {
        for (int i = 0; i < records; i++) {
            shard.at(START.plusMillis(i * millisBetween)).put(i, "ten bytes.");
        }
    }

    @Test
    public void aSmallStreamIsKnownExactly() {
        FakeShards stream = new FakeShards(3);
        fill(stream.shard(0), 500, 1000);
        fill(stream.shard(2), 70, 1);

        assertThat(StreamSize.estimate(stream)).isEqualTo(new StreamSize(570, 5700));
        assertThat(stream.calls()).as("an empty page means nothing").isEqualTo(2 + 4 + 2);
    }

    @Test
    public void aSteadyStreamIsJudgedByItsBeginning() {
        FakeShards stream = new FakeShards(100);
        for (int i = 0; i < 100; i++) {
            fill(stream.shard(i), 5000, 10);
        }

        StreamSize size = StreamSize.estimate(stream);
        assertThat((double) size.records()).isCloseTo(500_000, within(5000.0));
        assertThat((double) size.bytes()).isCloseTo(5_000_000, within(50_000.0));
        assertThat(stream.calls()).isEqualTo(8);
    }

    @Test
    public void aBurstDoesNotCountForMoreThanAShardTakes() {
        FakeShards stream = new FakeShards(1);
        fill(stream.shard(0), 1500, 0);
        stream.shard(0).at(START.plusSeconds(60)).put(1500, "later");

        assertThat(StreamSize.estimate(stream).records()).isBetween(1500L, 61_001L);
    }

    @Test
    public void aStreamWithoutRecordsIsEmpty() {
        assertThat(StreamSize.estimate(new FakeShards(2))).isEqualTo(new StreamSize(0, 0));
    }
}
