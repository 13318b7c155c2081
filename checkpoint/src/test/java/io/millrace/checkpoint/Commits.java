package io.millrace.checkpoint;

import java.util.List;

/** Commits what nobody has to have read. */
public final class Commits {
    private Commits() {}

    /** Commits an iteration with the plan that it has now. */
    public static void commit(CheckpointStore store, IterationKey key) {
        IterationPlan plan = store.find(key).orElseThrow(() -> new AssertionError(key + " was never planned"));
        store.commitAll(List.of(PlannedIteration.of(plan)));
    }
}
