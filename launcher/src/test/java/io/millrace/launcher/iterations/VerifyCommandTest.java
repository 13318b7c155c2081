package io.millrace.launcher.iterations;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.LogicalName;
import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.SequenceRange;
import io.millrace.checkpoint.ShardPlan;
import io.millrace.checkpoint.StreamIdentity;
import io.millrace.launcher.Cli;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** Whether ranges are still there. */
public class VerifyCommandTest extends IterationsOnStream {
    @Test
    public void anIterationThatIsWholeVerifiesAndOneWhoseRangeIsNotThereDoesNot() {
        String zero = put("zero");
        put("one");
        IterationPlan plan = next("errors", true);

        Cli whole = look("verify", "0");
        assertThat(whole.exitCode()).as(whole.err()).isZero();
        assertThat(whole.out()).contains("whole, 2 records").containsPattern("shardId-000000000000 +whole +2");

        ShardPlan real = plan.shards().get(0);
        SequenceNumber before =
                new SequenceNumber(SequenceNumber.of(zero).value().subtract(BigInteger.ONE));
        SequenceRange range = new SequenceRange(before, real.consumed().orElseThrow());
        try (CheckpointStore store = store()) {
            store.putIfAbsent(new IterationPlan(
                    new IterationKey(
                            new LogicalName("trimmed"),
                            plan.stream().arn(),
                            plan.key().number()),
                    plan.stream(),
                    plan.plannedAt(),
                    plan.state(),
                    List.of(new ShardPlan(real.shard(), Optional.of(range), real.consumed(), false))));
        }
        Cli trimmed = look("verify", "--logical-name", "trimmed");
        assertThat(trimmed.exitCode()).isEqualTo(1);
        assertThat(trimmed.out()).contains("NOT WHOLE, 2 records").containsPattern("shardId-000000000000 +trimmed +2");
    }

    @Test
    public void aStreamThatWasMadeAnewIsNotTakenForTheOldOne() {
        put("zero");
        IterationPlan plan = next("errors", true);
        try (CheckpointStore store = store()) {
            store.putIfAbsent(new IterationPlan(
                    new IterationKey(
                            new LogicalName("old"),
                            plan.stream().arn(),
                            plan.key().number()),
                    new StreamIdentity(
                            plan.stream().arn(), plan.stream().created().minusSeconds(60)),
                    plan.plannedAt(),
                    plan.state(),
                    plan.shards()));
        }

        assertThat(look("lag", "--logical-name", "old").out()).contains("deleted and created anew");
        Cli verify = look("verify", "--logical-name", "old");
        assertThat(verify.exitCode()).isEqualTo(1);
        assertThat(verify.err()).contains("another one");
    }
}
