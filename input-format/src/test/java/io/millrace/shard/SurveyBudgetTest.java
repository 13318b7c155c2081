package io.millrace.shard;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.Position;
import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.Shard;
import io.millrace.client.FakeStream;
import io.millrace.config.Reading.ReadLimits;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.Test;

public final class SurveyBudgetTest {
    /** A fake record counts twice: its partition key is its text, like its payload. */
    @Test
    public void whatASurveyHasReadIsPaidForWhenItEnds() {
        FakeStream stream = new FakeStream().put(1, "first").put(2, "x".repeat(16 << 20));
        Shard shard = new Shard(
                FakeStream.SHARD,
                Optional.empty(),
                Optional.empty(),
                BigInteger.ZERO,
                BigInteger.TEN,
                SequenceNumber.of("0"),
                Optional.empty());
        List<Duration> waits = new ArrayList<>();
        long start = System.nanoTime();

        new KinesisStreamSurvey(stream, new ShardListing(stream), ReadLimits.OF_A_SHARD, waits::add)
                .reach(Map.of(shard, new Position.TrimHorizon()));

        // 16 seconds for 32 mebibytes, some of which may have passed.
        Duration passed = Duration.ofNanos(System.nanoTime() - start);
        assertThat(waits)
                .singleElement(as(InstanceOfAssertFactories.DURATION))
                .isBetween(Duration.ofSeconds(16).minus(passed), Duration.ofSeconds(16));
    }
}
