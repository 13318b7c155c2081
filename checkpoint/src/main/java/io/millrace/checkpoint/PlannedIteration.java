package io.millrace.checkpoint;

import java.time.Instant;

/**
 * An iteration as a job has read it. After a rewind, another plan may have the same key, with other ranges.
 *
 * @param key which iteration
 * @param plannedAt when its plan was made; tells it from another plan of the same key
 */
public record PlannedIteration(IterationKey key, Instant plannedAt) {
    /** That of a plan. */
    public static PlannedIteration of(IterationPlan plan) {
        return new PlannedIteration(plan.key(), plan.plannedAt());
    }
}
