package io.millrace.checkpoint.memory;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.LogicalName;
import io.millrace.checkpoint.PlannedIteration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Keeps plans as long as the object lives: for tests, and for programs that embed the planner. Thread-safe. */
public final class InMemoryCheckpointStore implements CheckpointStore {
    private final Map<IterationKey, IterationPlan> plans = new ConcurrentSkipListMap<>(
            Comparator.comparing((IterationKey key) -> key.reader().value())
                    .thenComparing(IterationKey::streamArn)
                    .thenComparing(IterationKey::number));

    @Override
    public Optional<IterationPlan> find(IterationKey key) {
        return Optional.ofNullable(plans.get(key));
    }

    @Override
    public synchronized IterationPlan putIfAbsent(IterationPlan plan, Optional<IterationPlan> basis) {
        IterationPlan winner = plans.get(plan.key());
        if (winner != null) {
            return winner;
        }
        basis.filter(before -> find(before.key())
                        .filter(stored -> stored.plannedAt().equals(before.plannedAt()))
                        .isEmpty())
                .ifPresent(before -> {
                    throw CheckpointException.StoreFailed.basisGone(plan.key(), before.key());
                });
        plans.put(plan.key(), plan);
        return plan;
    }

    @Override
    public synchronized void commitAll(List<PlannedIteration> read) {
        for (PlannedIteration each : read) {
            IterationPlan plan =
                    find(each.key()).orElseThrow(() -> CheckpointException.StoreFailed.neverPlanned(each.key()));
            if (!plan.plannedAt().equals(each.plannedAt())) {
                throw CheckpointException.StoreFailed.plannedAnew(each, plan);
            }
        }
        read.forEach(each ->
                plans.computeIfPresent(each.key(), (key, plan) -> plan.withState(IterationPlan.State.COMMITTED)));
    }

    @Override
    public synchronized boolean remove(Summary seen, Condition condition) {
        if (plans.containsKey(condition.other()) != condition.exists()) {
            return false;
        }
        return Optional.ofNullable(plans.get(seen.key()))
                .filter(plan -> Summary.of(plan).equals(seen))
                .map(plan -> plans.remove(seen.key(), plan))
                .orElse(false);
    }

    @Override
    public List<Summary> iterations(LogicalName reader, String streamArn) {
        return all().stream()
                .filter(summary -> summary.key().reader().equals(reader)
                        && summary.key().streamArn().equals(streamArn))
                .toList();
    }

    @Override
    public Optional<Summary> newest(LogicalName reader, String streamArn) {
        List<Summary> iterations = iterations(reader, streamArn);
        return iterations.isEmpty() ? Optional.empty() : Optional.of(iterations.get(iterations.size() - 1));
    }

    @Override
    public List<Summary> all() {
        return plans.values().stream().map(Summary::of).toList();
    }

    @Override
    public void close() {
        // Nothing is held beyond memory.
    }
}
