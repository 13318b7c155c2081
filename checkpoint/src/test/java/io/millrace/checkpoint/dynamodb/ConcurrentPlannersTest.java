package io.millrace.checkpoint.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.checkpoint.FakeStream;
import io.millrace.checkpoint.FakeTime;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.IterationPlanner;
import io.millrace.checkpoint.Requests;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.Test;

public class ConcurrentPlannersTest {
    @Test
    public void twoPlannersOfOneIterationEndWithTheSamePlan() throws Exception {
        assertAgreement(2, 3);
    }

    @Test
    public void tenPlannersOfOneIterationEndWithTheSamePlan() throws Exception {
        assertAgreement(10, 3);
    }

    @Test
    public void tenPlannersOfALargeIterationEndWithTheSamePlan() throws Exception {
        assertAgreement(10, 600);
    }

    /** Each planner sees another tip, as planners of a busy stream do. */
    private static void assertAgreement(int planners, int shards) throws Exception {
        CheckpointTable table = LocalTable.fresh();
        LocalTable.open(table).close();
        ExecutorService threads = Executors.newFixedThreadPool(planners);
        try {
            for (int round = 0; round < 3; round++) {
                long number = round;
                CyclicBarrier start = new CyclicBarrier(planners);
                List<Future<IterationPlan>> results = new ArrayList<>();
                for (int planner = 0; planner < planners; planner++) {
                    FakeStream stream = stream(shards, number * planners + planner);
                    results.add(threads.submit(() -> {
                        try (DynamoDbCheckpointStore store = LocalTable.open(table)) {
                            FakeTime time = new FakeTime();
                            IterationPlanner one = new IterationPlanner(store, time, time);
                            start.await();
                            return one.plan(Requests.number(number), stream);
                        }
                    }));
                }
                IterationPlan first = results.get(0).get();
                for (Future<IterationPlan> result : results) {
                    assertThat(result.get()).isEqualTo(first);
                }
                try (DynamoDbCheckpointStore store = LocalTable.open(table)) {
                    assertThat(store.find(first.key())).contains(first);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static FakeStream stream(int shards, long records) {
        FakeStream stream = new FakeStream("clicks", () -> FakeTime.START);
        for (int i = 0; i < shards; i++) {
            stream.open();
        }
        for (long i = 0; i <= records; i++) {
            stream.openShards().forEach(stream::put);
        }
        return stream;
    }
}
