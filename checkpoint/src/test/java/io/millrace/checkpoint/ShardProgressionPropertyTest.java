package io.millrace.checkpoint;

import static io.millrace.checkpoint.Requests.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.memory.InMemoryCheckpointStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.Test;

/**
 * Whatever happens to the stream between iterations and during their surveys, each record is in exactly one.
 * {@code -Dmillrace.seed=N} makes other streams than those of each build.
 */
public class ShardProgressionPropertyTest {
    private static final int RUNS = 300;
    private static final int STEPS = 120;

    private final FakeTime time = new FakeTime();

    @Test
    public void eachRecordIsInExactlyOneIteration() {
        long seed = Long.getLong("millrace.seed", 1L);
        Random seeds = new Random(seed);
        for (int run = 0; run < RUNS; run++) {
            long runSeed = seeds.nextLong();
            assertThat(new Run(new Random(runSeed)).timesRead())
                    .as("run %d of seed %d", run, seed)
                    .allSatisfy((record, times) -> assertThat(times).isEqualTo(1));
        }
    }

    /** One random life of a stream. */
    private final class Run {
        private final Random random;
        private final FakeStream stream = new FakeStream("clicks", time::instant);
        private final IterationPlanner planner = new IterationPlanner(new InMemoryCheckpointStore(), time, time);
        private final List<IterationPlan> plans = new ArrayList<>();
        private final Map<Put, Integer> times = new HashMap<>();

        Run(Random random) {
            this.random = random;
            for (int i = 0; i <= random.nextInt(3); i++) {
                stream.open();
            }
            stream.beforeReach(() -> {
                for (int i = random.nextInt(4); i > 0; i--) {
                    change();
                }
            });
        }

        Map<Put, Integer> timesRead() {
            for (int step = 0; step < STEPS; step++) {
                if (random.nextInt(8) == 0) {
                    plan();
                } else {
                    change();
                }
            }
            stream.beforeReach(() -> {});
            // The second one has what arrived during the survey of the first one.
            plan();
            plan();
            times.replaceAll((put, none) -> (int) plans.stream()
                    .flatMap(plan -> plan.shards().stream())
                    .filter(plan -> plan.shard().equals(put.shard())
                            && plan.records()
                                    .filter(range -> range.contains(put.number()))
                                    .isPresent())
                    .count());
            return times;
        }

        private void plan() {
            plans.add(planner.plan(number(plans.size()), stream));
        }

        private void change() {
            List<ShardId> open = stream.openShards();
            ShardId one = open.get(random.nextInt(open.size()));
            ShardId other = open.get(random.nextInt(open.size()));
            int kind = random.nextInt(12);
            if (kind == 0 && open.size() < 12) {
                stream.split(one);
            } else if (kind == 1 && !one.equals(other)) {
                stream.merge(one, other);
            } else if (kind == 2 && !plans.isEmpty()) {
                plans.get(plans.size() - 1).shards().stream()
                        .filter(ShardPlan::finished)
                        .findFirst()
                        .ifPresent(plan -> stream.unlist(plan.shard()));
            } else {
                times.put(new Put(one, stream.put(one)), 0);
            }
        }
    }

    /** A record that was put. */
    private record Put(ShardId shard, SequenceNumber number) {}
}
