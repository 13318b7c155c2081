package io.millrace.checkpoint;

import io.millrace.checkpoint.CheckpointStore.Condition;
import io.millrace.checkpoint.CheckpointStore.Summary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What operators do to the iterations of one reader and stream. Every step leaves a state that readers can go on from,
 * so a crash between two steps does no harm, and doing the same again completes it. A planner of the same reader that is at
 * work meanwhile can't be left with a hole: either it or the removal is refused. Thread-safe when the store is.
 */
public final class IterationOperations {
    private final CheckpointStore store;
    private final LogicalName reader;
    private final String streamArn;

    /**
     * Operations on one reader's iterations of one stream.
     *
     * @param store stays open
     */
    public IterationOperations(CheckpointStore store, LogicalName reader, String streamArn) {
        this.store = store;
        this.reader = reader;
        this.streamArn = streamArn;
    }

    /**
     * What {@link #rewind} must remove, in this order, so that a new iteration follows the one of this number.
     *
     * @throws IllegalArgumentException when there is no such iteration
     */
    public List<Summary> after(IterationNumber number) {
        List<Summary> all = iterations();
        if (all.stream().noneMatch(summary -> summary.key().number().equals(number))) {
            throw new IllegalArgumentException("there is no " + key(number) + " to go back to; there " + existing(all));
        }
        return all.stream()
                .filter(summary -> summary.key().number().compareTo(number) > 0)
                .sorted(Comparator.comparing((Summary summary) -> summary.key().number())
                        .reversed())
                .toList();
    }

    /** What {@link #delete} may remove: the committed iterations before one of this number, oldest first; never the newest. */
    public List<Summary> committedBefore(IterationNumber number) {
        List<Summary> all = iterations();
        return all.stream()
                .limit(Math.max(0, all.size() - 1))
                .filter(summary -> summary.key().number().compareTo(number) < 0)
                .filter(summary -> summary.state() == IterationPlan.State.COMMITTED)
                .toList();
    }

    /**
     * Removes the newest iterations one after the other, each of them at one moment and only while none goes on from it.
     *
     * @param seen as {@link #after} told
     * @throws CheckpointException.StoreFailed at the first one that is no longer as it was seen or no longer the newest; those
     *     before it are gone
     */
    public void rewind(List<Summary> seen) {
        for (Summary summary : seen) {
            remove(summary, Condition.noneAfter(summary.key()));
        }
    }

    /**
     * Removes old iterations one after the other, each of them at one moment and only while the newest one is there.
     *
     * @param seen as {@link #committedBefore} told
     * @throws CheckpointException.StoreFailed at the first one that is no longer as it was seen, or when all are old by now;
     *     those before it are gone
     */
    public void delete(List<Summary> seen) {
        for (Summary summary : seen) {
            IterationKey newest =
                    store.newest(reader, streamArn).map(Summary::key).orElse(summary.key());
            // The newest one itself is never removed: the one after it is not there.
            remove(
                    summary,
                    Condition.kept(
                            newest.equals(summary.key()) ? key(newest.number().next()) : newest));
        }
    }

    private void remove(Summary summary, Condition condition) {
        if (!store.remove(summary, condition)) {
            throw new CheckpointException.StoreFailed(
                    summary.key()
                            + " was changed or removed by somebody else meanwhile, or another iteration was planned"
                            + " or removed. Those before it in the list are removed. Look again, and let no job of this"
                            + " reader run at the same time.",
                    null);
        }
    }

    /**
     * What a fork takes along: the newest iteration, and all from the one before the oldest uncommitted one on.
     *
     * @return in order of their numbers; empty when this reader has none
     */
    public List<Summary> forkable() {
        List<Summary> all = iterations();
        int from = Math.max(0, all.size() - 1);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).state() == IterationPlan.State.PLANNED) {
                from = Math.max(0, i - 1);
                break;
            }
        }
        return all.subList(from, all.size());
    }

    /**
     * Gives another reader the iterations of {@link #forkable}, under the same numbers and in the same states, so that it
     * goes on where this one does. Doing it again completes a fork that was broken off.
     *
     * @throws IllegalArgumentException when there is nothing to take along, or the other reader has read the stream by itself
     */
    public List<IterationPlan> fork(LogicalName other) {
        if (other.equals(reader)) {
            throw new IllegalArgumentException("a fork needs another logical name than '" + reader.value() + "'");
        }
        List<IterationPlan> copies = new ArrayList<>();
        for (Summary summary : forkable()) {
            IterationPlan plan = store.find(summary.key())
                    .orElseThrow(() -> new CheckpointException.StoreFailed(
                            summary.key() + " was removed while it was copied. Fork again.", null));
            copies.add(new IterationPlan(
                    new IterationKey(other, streamArn, plan.key().number()),
                    plan.stream(),
                    plan.plannedAt(),
                    plan.state(),
                    plan.shards()));
        }
        if (copies.isEmpty()) {
            throw new IllegalArgumentException(
                    "logical name '" + reader.value() + "' has no iterations on " + streamArn + " to go on from");
        }
        for (Summary taken : store.iterations(other, streamArn)) {
            checkIsCopy(taken, copies);
        }
        for (IterationPlan copy : copies) {
            // A job of the other name may have planned it meanwhile.
            if (!store.putIfAbsent(copy).equals(copy)) {
                throw inUse(copy.key());
            }
        }
        return copies;
    }

    private void checkIsCopy(Summary taken, List<IterationPlan> copies) {
        Optional<IterationPlan> stored = store.find(taken.key());
        boolean same =
                copies.stream().anyMatch(copy -> stored.filter(copy::equals).isPresent());
        if (!same) {
            throw inUse(taken.key());
        }
    }

    private static IllegalArgumentException inUse(IterationKey taken) {
        return new IllegalArgumentException("logical name '" + taken.reader().value() + "' is in use: it has " + taken
                + ". Choose a name that has read nothing of this stream.");
    }

    private List<Summary> iterations() {
        return store.iterations(reader, streamArn);
    }

    private IterationKey key(IterationNumber number) {
        return new IterationKey(reader, streamArn, number);
    }

    private static String existing(List<Summary> all) {
        if (all.isEmpty()) {
            return "are none";
        }
        IterationNumber first = all.get(0).key().number();
        IterationNumber last = all.get(all.size() - 1).key().number();
        return first.equals(last) ? "is only iteration " + first : "are iterations " + first + " to " + last;
    }
}
