package io.millrace.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.Position;
import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.Shard;
import io.millrace.checkpoint.Sleeper;
import io.millrace.client.FakeStream;
import io.millrace.client.Payload;
import io.millrace.client.ReadBudget;
import io.millrace.client.ReadCounter;
import io.millrace.client.Retries;
import io.millrace.client.ShardPages;
import io.millrace.client.StreamReader.StoredRecord;
import io.millrace.config.Reading.ReadLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** What finding the end of an open shard costs, in calls of GetRecords and in bytes; each look takes an iterator besides. */
public final class TipSearchCostTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Payload KIBIBYTE = Payload.sharing(new byte[1 << 10]);
    private static final long MEBIBYTE = 1 << 20;

    private final Map<ReadCounter, Long> counts = new EnumMap<>(ReadCounter.class);
    private Runnable onCall = () -> {};
    private int put;

    @Test
    public void aBurstOfFifteenMebibytesIsNotReadThrough() {
        for (Duration burst : List.of(Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(15))) {
            FakeStream shard = new FakeStream().holding(records(15 << 10, burst));
            shard.at(START.plus(burst).plus(Duration.ofMinutes(2)));

            assertThat(tip(shard)).as("burst of %s", burst).isEqualTo(shard.last());
            assertThat(cost(ReadCounter.CALLS)).as("calls, burst of %s", burst).isLessThanOrEqualTo(12);
            assertThat(cost(ReadCounter.BYTES)).as("bytes, burst of %s", burst).isLessThan(3 * MEBIBYTE);
        }
    }

    @Test
    public void aShardThatFellSilentIsFoundHoweverLongAgoThatWas() {
        List<StoredRecord> hour = records(36_000, Duration.ofHours(1));
        for (Duration silence :
                List.of(Duration.ofSeconds(10), Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(20))) {
            FakeStream shard = new FakeStream()
                    .holding(hour)
                    .at(START.plus(Duration.ofHours(1)).plus(silence));

            assertThat(tip(shard)).as("silent for %s", silence).isEqualTo(shard.last());
            assertThat(cost(ReadCounter.CALLS))
                    .as("calls, silent for %s", silence)
                    .isLessThanOrEqualTo(12);
            assertThat(cost(ReadCounter.BYTES))
                    .as("bytes, silent for %s", silence)
                    .isLessThan(3 * MEBIBYTE);
        }
    }

    @Test
    public void aShardWithFewRecordsIsReadAtOnceHoweverLongItIsSilent() {
        FakeStream shard = new FakeStream().holding(records(100, Duration.ofMinutes(1)));
        shard.at(START.plus(Duration.ofHours(20)));

        assertThat(tip(shard)).isEqualTo(shard.last());
        assertThat(cost(ReadCounter.CALLS)).isLessThanOrEqualTo(2);
    }

    @Test
    public void whatArrivesDuringTheSearchIsWithinOrAfterTheEndButNeverSkipped() {
        for (int each : List.of(0, 1, 10, 500)) {
            FakeStream shard = new FakeStream().holding(records(20_000, Duration.ofSeconds(2)));
            put = 20_000;
            shard.at(START.plus(Duration.ofMinutes(2)));
            SequenceNumber before = shard.last();
            onCall = () -> {
                shard.at(shard.now().plusMillis(200));
                // When the search is under way.
                for (int i = 0; i < each && cost(ReadCounter.CALLS) > 5; i++) {
                    shard.put(++put, "new");
                }
            };

            SequenceNumber tip = tip(shard);
            assertThat(tip).as("%s by call", each).isBetween(before, shard.last());
            assertThat(cost(ReadCounter.CALLS)).as("%s by call", each).isLessThanOrEqualTo(20);
        }
    }

    private static List<StoredRecord> records(int count, Duration time) {
        List<StoredRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(new StoredRecord(
                    SequenceNumber.of(Integer.toString(i + 1)),
                    "key",
                    START.plusMillis(time.toMillis() * i / (count - 1)),
                    KIBIBYTE));
        }
        return records;
    }

    private long cost(ReadCounter counter) {
        return counts.getOrDefault(counter, 0L);
    }

    private SequenceNumber tip(FakeStream shard) {
        counts.clear();
        ShardPages.Access access = new ShardPages.Access(
                shard,
                new Retries(Sleeper.REAL, ReadCounter.Meter.NONE),
                new ReadBudget(new ReadLimits(0, 0)),
                (counter, amount) -> {
                    counts.merge(counter, amount, Long::sum);
                    if (counter == ReadCounter.CALLS) {
                        onCall.run();
                    }
                });
        Shard listed = shard.shards(Optional.empty()).shards().get(0);
        return new ReachSearch(listed, start -> new ShardPages(access, FakeStream.SHARD, start), new TipHint())
                .reach(new Position.TrimHorizon())
                .tip()
                .orElseThrow();
    }
}
