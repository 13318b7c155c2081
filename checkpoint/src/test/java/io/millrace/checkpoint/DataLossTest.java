package io.millrace.checkpoint;

import static io.millrace.checkpoint.Requests.losing;
import static io.millrace.checkpoint.Requests.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.checkpoint.memory.InMemoryCheckpointStore;
import java.time.Duration;
import java.util.Optional;
import org.junit.Test;

public class DataLossTest {
    private final FakeTime time = new FakeTime();
    private final FakeStream stream = new FakeStream("clicks", time::instant);
    private final InMemoryCheckpointStore store = new InMemoryCheckpointStore();
    private final IterationPlanner planner = new IterationPlanner(store, time, time);

    @Test
    public void aShardWhoseLastRecordAgedOutWithinTheRetentionWasMerelyQuiet() {
        ShardId a = stream.open();
        SequenceNumber a1 = stream.put(a);
        time.pass(Duration.ofHours(20));
        planner.plan(number(0), stream);
        time.pass(Duration.ofHours(20));
        stream.trim(time.instant().minus(Duration.ofHours(24)));

        assertThat(planner.plan(number(1), stream).shards())
                .containsExactly(new ShardPlan(a, Optional.empty(), Optional.of(a1), false));
    }

    @Test
    public void aPlanOlderThanTheRetentionFailsWhereTheLastRecordIsGone() {
        ShardId a = stream.open();
        SequenceNumber a1 = stream.put(a);
        planner.plan(number(0), stream);
        stream.put(a);
        time.pass(Duration.ofHours(30));
        stream.trim(time.instant().minus(Duration.ofHours(24)));
        stream.put(a);

        assertThatThrownBy(() -> planner.plan(number(1), stream))
                .isInstanceOf(CheckpointException.RecordsExpired.class)
                .hasMessageContaining("iteration 1")
                .hasMessageContaining("shard " + a + ", after sequence number " + a1)
                .hasMessageContaining("the stream keeps records for 24 hours")
                .hasMessageEndingWith(Requests.ADVICE);
        assertThat(store.all()).hasSize(1);
    }

    @Test
    public void warnAndSkipGoOnWithWhatIsLeft() {
        for (DataLoss policy : new DataLoss[] {DataLoss.WARN, DataLoss.SKIP}) {
            FakeStream lossy = new FakeStream(policy.name(), time::instant);
            ShardId a = lossy.open();
            lossy.put(a);
            planner.plan(number(0), lossy);
            lossy.put(a);
            time.pass(Duration.ofHours(30));
            lossy.trim(time.instant());
            SequenceNumber left = lossy.put(a);

            assertThat(planner.plan(losing(1, policy), lossy).shards())
                    .containsExactly(
                            new ShardPlan(a, Optional.of(new SequenceRange(left, left)), Optional.of(left), false));
        }
    }

    @Test
    public void anOldPlanLosesNothingWhereItsLastRecordIsStillThere() {
        ShardId a = stream.open();
        stream.put(a);
        planner.plan(number(0), stream);
        time.pass(Duration.ofHours(23).plusMinutes(30));
        SequenceNumber a2 = stream.put(a);
        stream.split(a);
        SequenceNumber child = stream.put(FakeStream.id(1));
        stream.split(FakeStream.id(1));

        assertThat(planner.plan(number(1), stream).shards())
                .extracting(plan -> plan.records().map(SequenceRange::first))
                .containsExactly(
                        Optional.of(a2), Optional.of(child), Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    public void anOldPlanMayHaveLostTheFirstRecordsOfAShardThatIsNew() {
        ShardId a = stream.open();
        stream.put(a);
        planner.plan(number(0), stream);
        stream.split(a);
        time.pass(Duration.ofHours(30));
        stream.trim(time.instant().minus(Duration.ofHours(24)));

        assertThatThrownBy(() -> planner.plan(number(1), stream))
                .isInstanceOf(CheckpointException.RecordsExpired.class)
                .hasMessageContaining("shard " + FakeStream.id(1) + ", from its beginning on");
    }

    @Test
    public void anOldPlanMayHaveLostRecordsOfAShardThatWasEmptyThen() {
        ShardId a = stream.open();
        planner.plan(number(0), stream);
        time.pass(Duration.ofHours(30));

        assertThatThrownBy(() -> planner.plan(number(1), stream))
                .isInstanceOf(CheckpointException.RecordsExpired.class)
                .hasMessageContaining("shard " + a + ", from its beginning on");
    }

    @Test
    public void aShardThatVanishedBeforeItWasReadToItsEndIsALossAtAnyAge() {
        ShardId a = stream.open();
        SequenceNumber a1 = stream.put(a);
        planner.plan(number(0), stream);
        stream.split(a);
        stream.unlist(a);

        assertThatThrownBy(() -> planner.plan(number(1), stream))
                .isInstanceOf(CheckpointException.RecordsExpired.class)
                .hasMessageContaining("shard " + a + ", after sequence number " + a1)
                .hasMessageContaining("no longer lists it");
        assertThat(planner.plan(losing(1, DataLoss.SKIP), stream).shards())
                .extracting(ShardPlan::shard)
                .containsExactly(FakeStream.id(1), FakeStream.id(2));
    }

    @Test
    public void aShardThatIsForgottenWhileItIsSurveyedIsALossAsIfItHadNotBeenListed() {
        ShardId a = stream.open();
        SequenceNumber a1 = stream.put(a);
        planner.plan(number(0), stream);
        stream.split(a);
        ShardId child = FakeStream.id(1);
        stream.put(child);
        stream.split(child);
        SequenceNumber last = stream.put(FakeStream.id(4));
        stream.beforeReach(() -> {
            stream.unlist(a);
            stream.unlist(child);
        });

        assertThatThrownBy(() -> planner.plan(number(1), stream))
                .isInstanceOf(CheckpointException.RecordsExpired.class)
                .hasMessageContaining(
                        "in shard " + a + ", after sequence number " + a1 + " (the stream no longer lists it")
                .hasMessageContaining("; shard " + child + ", from its beginning on (the stream no longer lists it");
        assertThat(store.all()).hasSize(1);
        assertThat(planner.plan(losing(1, DataLoss.SKIP), stream).shards())
                .extracting(ShardPlan::shard, ShardPlan::consumed)
                .containsExactly(
                        tuple(FakeStream.id(2), Optional.empty()),
                        tuple(FakeStream.id(3), Optional.empty()),
                        tuple(FakeStream.id(4), Optional.of(last)));
    }

    @Test
    public void aReaderThatBeginsMissesNothingOfAShardThatIsForgottenWhileItIsSurveyed() {
        ShardId a = stream.open();
        stream.put(a);
        stream.split(a);
        stream.beforeReach(() -> stream.unlist(a));

        assertThat(planner.plan(number(0), stream).shards())
                .extracting(ShardPlan::shard)
                .containsExactly(FakeStream.id(1), FakeStream.id(2));
    }

    @Test
    public void aFinishedShardMayVanish() {
        ShardId a = stream.open();
        stream.put(a);
        stream.split(a);
        planner.plan(number(0), stream);
        stream.unlist(a);

        assertThat(planner.plan(number(1), stream).shards())
                .extracting(ShardPlan::shard)
                .containsExactly(FakeStream.id(1), FakeStream.id(2));
    }

    @Test
    public void aMessageNamesAFewShardsAndCountsTheRest() {
        for (int i = 0; i < 8; i++) {
            stream.open();
        }
        planner.plan(number(0), stream);
        time.pass(Duration.ofHours(30));

        assertThatThrownBy(() -> planner.plan(number(1), stream))
                .hasMessageContaining("shard " + FakeStream.id(4))
                .hasMessageContaining("and 3 more shards");
    }
}
