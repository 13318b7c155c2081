package io.millrace.launcher.quickstart;

import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.ShardPlan;
import java.util.List;

/**
 * What Hive and the checkpoint table say on one iteration.
 *
 * @param topErrors the example's result
 * @param records how many records it holds, counted by Hive
 * @param plan its ranges, as the checkpoint table holds them
 */
record Iteration(ResultTable topErrors, long records, IterationPlan plan) {
    List<List<String>> rows() {
        return topErrors.rows();
    }

    List<ShardPlan> ranges() {
        return plan.shards();
    }
}
