package io.millrace.checkpoint;

import java.time.Instant;
import java.util.Optional;

/**
 * An iteration as a job has read it. After a rewind, another plan may have the same key, with other ranges.
 *
 * @param key which iteration
 * @param plannedAt when its plan was made; tells it from another plan of the same key
 * @param onlyRun the run that alone may commit it, because {@code next} gave it an iteration that nobody had committed;
 *     empty when it was asked for by its number, which may be done again and again
 */
public record PlannedIteration(IterationKey key, Instant plannedAt, Optional<RunId> onlyRun) {
    /** That of a plan, which may be committed whoever has done so before. */
    public static PlannedIteration of(IterationPlan plan) {
        return new PlannedIteration(plan.key(), plan.plannedAt(), Optional.empty());
    }

    /**
     * That of a plan as a run is about to read it.
     *
     * @param choice how the run asked for it
     */
    public static PlannedIteration of(IterationPlan plan, IterationChoice choice, RunId run) {
        boolean alone = choice instanceof IterationChoice.Next && plan.state() == IterationPlan.State.PLANNED;
        return new PlannedIteration(plan.key(), plan.plannedAt(), alone ? Optional.of(run) : Optional.empty());
    }

    /**
     * Why this can't be committed; empty when it can.
     *
     * @param stored what the store has of the iteration
     * @param committedBy the run that committed it; empty when nobody has, or somebody who need not be the only one
     */
    public Optional<CheckpointException> refusal(
            Optional<CheckpointStore.Summary> stored, Optional<RunId> committedBy) {
        if (stored.isEmpty()) {
            return Optional.of(CheckpointException.StoreFailed.neverPlanned(key));
        }
        if (!stored.get().plannedAt().equals(plannedAt)) {
            return Optional.of(CheckpointException.StoreFailed.plannedAnew(
                    this, stored.get().plannedAt()));
        }
        boolean mayCommit =
                onlyRun.isEmpty() || stored.get().state() == IterationPlan.State.PLANNED || onlyRun.equals(committedBy);
        return mayCommit ? Optional.empty() : Optional.of(new CheckpointException.CommittedByAnother(key));
    }
}
