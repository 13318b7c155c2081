package io.millrace.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.DataLoss;
import io.millrace.checkpoint.IterationChoice;
import io.millrace.checkpoint.IterationNumber;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.IterationPlanner;
import io.millrace.checkpoint.LogicalName;
import io.millrace.checkpoint.PlanRequest;
import io.millrace.checkpoint.PlanRequest.SilenceLimit;
import io.millrace.checkpoint.Position;
import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.Shard;
import io.millrace.checkpoint.ShardId;
import io.millrace.checkpoint.StreamSurvey.Reach;
import io.millrace.checkpoint.memory.InMemoryCheckpointStore;
import io.millrace.client.FakeShards;
import io.millrace.client.FakeStream;
import io.millrace.client.Payload;
import io.millrace.client.StreamReader.StoredRecord;
import io.millrace.config.Reading.ReadLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.Test;

/** What an iteration costs in calls: it depends on what is new, not on what the stream holds. */
public final class ManyShardsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int SHARDS = 10_000;

    private final FakeShards stream = new FakeShards(SHARDS);
    private final KinesisStreamSurvey survey = new KinesisStreamSurvey(stream, ReadLimits.OF_A_SHARD);
    private final IterationPlanner planner = new IterationPlanner(new InMemoryCheckpointStore());
    private int callsBefore;

    @Test
    public void anIterationCostsAHandfulOfCallsPerShardWhateverTheStreamRetains() {
        stream.at(START);
        for (int i = 0; i < SHARDS; i++) {
            stream.shard(i).put(1, "first");
        }
        assertThat(plan(0).shardsWithRecords()).isEqualTo(SHARDS);
        assertThat(callsOfThis()).as("calls of the first iteration").isEqualTo(2 * SHARDS);
        assertThat(stream.listCalls()).isEqualTo(SHARDS / 1000);

        stream.at(START.plus(Duration.ofHours(1)));
        assertThat(plan(1).shardsWithRecords()).isZero();
        assertThat(callsOfThis()).as("calls after an idle hour").isEqualTo(2 * SHARDS);

        // Ten shards get an hour's records, and the others stay idle.
        for (int i = 0; i < 10; i++) {
            fill(stream.shard(i), 36_000);
        }
        IterationPlan busy = plan(2);
        assertThat(busy.shardsWithRecords()).isEqualTo(10);
        assertThat(busy.shards().get(3).records().orElseThrow().last().toString())
                .isEqualTo("36001");
        assertThat(callsOfThis()).as("calls with ten busy shards").isLessThanOrEqualTo(2 * SHARDS + 10 * 6);

        stream.at(START.plus(Duration.ofHours(3)));
        assertThat(plan(3).shardsWithRecords()).isZero();
        assertThat(callsOfThis()).as("calls although much is retained").isEqualTo(2 * SHARDS);
        assertThat(stream.mostAtOnce()).isLessThanOrEqualTo(32);
    }

    /** All shards were as busy as they may be for an hour, and fell silent one after the other within two seconds. */
    @Test
    public void anIdleHourAfterABusyOneCostsAHandfulOfCallsPerShard() {
        int shards = 1000;
        FakeShards busy = busyHour(shards, shard -> Duration.ofMillis(shard * 2L));

        Map<ShardId, Reach> reaches = reach(busy);

        for (int i = 0; i < shards; i++) {
            assertThat(reaches.get(id(i)).tip()).contains(busy.shard(i).last());
        }
        assertThat((double) busy.calls() / shards).as("calls per shard").isLessThan(6);
    }

    /** The same, but each shard fell silent when it liked: the others are no help. */
    @Test
    public void shardsThatFellSilentIndependentlyAreFoundAsWell() {
        int shards = 300;
        FakeShards busy = busyHour(shards, shard -> Duration.ofSeconds(shard * 7919L % 3000));

        Map<ShardId, Reach> reaches = reach(busy);

        for (int i = 0; i < shards; i++) {
            assertThat(reaches.get(id(i)).tip()).contains(busy.shard(i).last());
        }
        assertThat((double) busy.calls() / shards).as("calls per shard").isLessThan(40);
    }

    /** A MiB per second and shard, which ended earlier by a time for each shard, and an idle hour. */
    private static FakeShards busyHour(int shards, IntFunction<Duration> earlier) {
        Payload data = Payload.sharing(new byte[100 << 10]);
        List<StoredRecord> hour = new ArrayList<>();
        for (int i = 0; i < 36_000; i++) {
            hour.add(new StoredRecord(
                    SequenceNumber.of(Integer.toString(i + 1)), "key", START.plusMillis(i * 100L), data));
        }
        FakeShards busy = new FakeShards(shards);
        for (int i = 0; i < shards; i++) {
            int count = hour.size() - (int) (earlier.apply(i).toMillis() / 100);
            // Ten MiB, the most that an answer has.
            busy.shard(i).holding(hour.subList(0, count)).mostPerPage(100);
        }
        busy.at(START.plus(Duration.ofHours(2)));
        return busy;
    }

    private static Map<ShardId, Reach> reach(FakeShards stream) {
        KinesisStreamSurvey survey = new KinesisStreamSurvey(stream, new ReadLimits(0, 0));
        Map<Shard, Position> questions = new LinkedHashMap<>();
        survey.shards().forEach(shard -> questions.put(shard, new Position.TrimHorizon()));
        return survey.reach(questions);
    }

    private static ShardId id(int shard) {
        return new ShardId(String.format("shardId-%012d", shard));
    }

    private static void fill(FakeStream shard, int count) {
        for (int i = 0; i < count; i++) {
            shard.at(shard.now().plusMillis(100));
            shard.put(2 + i, "x");
        }
    }

    private IterationPlan plan(long number) {
        return planner.plan(
                new PlanRequest(
                        new LogicalName("reader"),
                        new IterationChoice.Numbered(new IterationNumber(number)),
                        new Position.TrimHorizon(),
                        DataLoss.SKIP,
                        "",
                        SilenceLimit.NONE),
                survey);
    }

    private int callsOfThis() {
        int calls = stream.calls() - callsBefore;
        callsBefore = stream.calls();
        return calls;
    }
}
