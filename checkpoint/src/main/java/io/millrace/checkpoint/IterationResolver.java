package io.millrace.checkpoint;

import io.millrace.checkpoint.CheckpointStore.Summary;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Turns what a reader asks for into the number of an iteration, and says which numbers may be asked for. Stateless but
 * for the store; thread-safe.
 */
final class IterationResolver {
    private final CheckpointStore store;

    IterationResolver(CheckpointStore store) {
        this.store = store;
    }

    /**
     * The number to plan or to find. For several streams it is the lowest of theirs, so that an iteration that only
     * some of them have is completed before all go on to the next one.
     */
    IterationNumber resolve(IterationChoice choice, LogicalName reader, List<String> streamArns) {
        if (choice instanceof IterationChoice.Numbered known) {
            return known.number();
        }
        return streamArns.stream()
                .map(arn -> choice instanceof IterationChoice.Latest ? latest(reader, arn) : next(reader, arn))
                .min(Comparator.naturalOrder())
                .orElseThrow(() -> new IllegalArgumentException("no stream to plan for"));
    }

    /**
     * The plan that a new iteration goes on from, empty for iteration 0.
     *
     * @throws CheckpointException.IterationGap when the iteration asked for is not the one after the newest
     */
    Optional<IterationPlan> basis(IterationKey key) {
        Optional<IterationNumber> newest =
                store.newest(key.reader(), key.streamArn()).map(Summary::key).map(IterationKey::number);
        IterationNumber expected = newest.map(IterationNumber::next).orElse(IterationNumber.ZERO);
        if (!key.number().equals(expected)) {
            if (newest.isPresent() && key.number().equals(newest.get())) {
                // Another planner was quicker between the two reads; putting a plan then loses to the stored one.
                return key.number().isFirst() ? Optional.empty() : previous(key);
            }
            throw gap(key, expected);
        }
        return key.number().isFirst() ? Optional.empty() : previous(key);
    }

    private Optional<IterationPlan> previous(IterationKey key) {
        Optional<IterationPlan> previous =
                store.find(key.withNumber(key.number().previous()));
        if (previous.isEmpty()) {
            throw gap(key, key.number());
        }
        return previous;
    }

    private IterationNumber next(LogicalName reader, String arn) {
        List<Summary> iterations = store.iterations(reader, arn);
        return iterations.stream()
                .filter(summary -> summary.state() == IterationPlan.State.PLANNED)
                .map(summary -> summary.key().number())
                .findFirst()
                .orElseGet(() -> iterations.isEmpty()
                        ? IterationNumber.ZERO
                        : iterations.get(iterations.size() - 1).key().number().next());
    }

    private IterationNumber latest(LogicalName reader, String arn) {
        return store.newest(reader, arn).map(summary -> summary.key().number()).orElse(IterationNumber.ZERO);
    }

    private CheckpointException.IterationGap gap(IterationKey key, IterationNumber expected) {
        List<Summary> iterations = store.iterations(key.reader(), key.streamArn());
        if (iterations.isEmpty()) {
            return new CheckpointException.IterationGap(
                    key + " can't be planned: none exists yet. Ask for iteration 0 first.");
        }
        IterationNumber first = iterations.get(0).key().number();
        IterationNumber last = iterations.get(iterations.size() - 1).key().number();
        String existing = first.equals(last)
                ? "only iteration " + first + " exists"
                : "iterations " + first + " to " + last + " exist";
        return new CheckpointException.IterationGap(key + " can't be planned: " + existing
                + ". Ask for one of these again, or for " + expected + ", the next new one.");
    }
}
