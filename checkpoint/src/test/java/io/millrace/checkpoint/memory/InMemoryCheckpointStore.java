package io.millrace.checkpoint.memory;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.LogicalName;
import io.millrace.checkpoint.PlannedIteration;
import io.millrace.checkpoint.RunId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Keeps plans as long as the object lives, by the same rules as the real store. Thread-safe. */
public final class InMemoryCheckpointStore implements CheckpointStore {
    private final Map<IterationKey, IterationPlan> plans = new ConcurrentSkipListMap<>(
            Comparator.comparing((IterationKey key) -> key.reader().value())
                    .thenComparing(IterationKey::streamArn)
                    .thenComparing(IterationKey::number));
    private final Map<IterationKey, RunId> committers = new HashMap<>();

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
        checkCommittable(read);
        for (PlannedIteration each : read) {
            plans.computeIfPresent(each.key(), (key, plan) -> plan.withState(IterationPlan.State.COMMITTED));
            each.onlyRun().ifPresent(run -> committers.put(each.key(), run));
        }
    }

    @Override
    public synchronized void checkCommittable(List<PlannedIteration> read) {
        for (PlannedIteration each : read) {
            each.refusal(find(each.key()).map(Summary::of), Optional.ofNullable(committers.get(each.key())))
                    .ifPresent(refusal -> {
                        throw refusal;
                    });
        }
    }

    @Override
    public synchronized boolean remove(Summary seen, Condition condition) {
        if (plans.containsKey(condition.other()) != condition.exists()) {
            return false;
        }
        return Optional.ofNullable(plans.get(seen.key()))
                .filter(plan -> Summary.of(plan).equals(seen))
                .map(plan -> {
                    committers.remove(seen.key());
                    return plans.remove(seen.key(), plan);
                })
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
