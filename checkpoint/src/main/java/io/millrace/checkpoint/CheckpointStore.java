package io.millrace.checkpoint;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the plans of iterations. Each method is atomic and sees every write that ended before it began. Failures of
 * the store surface as {@link CheckpointException}; none is swallowed. Implementations are thread-safe.
 */
public interface CheckpointStore extends AutoCloseable {
    /** The most iterations that {@link #commitAll} commits at one moment: what DynamoDB allows in a transaction. */
    int COMMITTED_AT_ONCE = 100;

    /** The plan of an iteration, whole, or empty when it was never planned. */
    Optional<IterationPlan> find(IterationKey key);

    /**
     * Makes a plan visible as a whole, unless the iteration has one already.
     *
     * @return the plan that is stored now: the given one, or the one of another planner who was first
     */
    default IterationPlan putIfAbsent(IterationPlan plan) {
        return putIfAbsent(plan, Optional.empty());
    }

    /**
     * Makes a plan visible as a whole, unless the iteration has one already and provided that the iteration which it goes on
     * from is still there: a rewind that comes between can't leave a hole.
     *
     * @param basis the plan of the iteration before, as it was found
     * @return the plan that is stored now: the given one, or the one of another planner who was first
     * @throws CheckpointException.StoreFailed when the basis was removed or planned anew meanwhile; nothing is stored then
     */
    IterationPlan putIfAbsent(IterationPlan plan, Optional<IterationPlan> basis);

    /**
     * Marks iterations as committed: all of them or none, up to {@link #COMMITTED_AT_ONCE} of them; more are done
     * in portions of so many. Committing one again changes nothing.
     *
     * @param read each as it was read; none of them twice
     * @throws CheckpointException.StoreFailed also when one of them was never planned, or was planned anew since it was read:
     *     then nobody has read all of it
     * @throws CheckpointException.CommittedByAnother when another run has committed one, where
     *     {@link PlannedIteration#onlyRun} says who may
     */
    void commitAll(List<PlannedIteration> read);

    /**
     * Looks whether {@link #commitAll} would be refused, before a run lets others see what it has made.
     *
     * @throws CheckpointException as there
     */
    void checkCommittable(List<PlannedIteration> read);

    /**
     * Removes an iteration, at one moment, provided that it is still as it was seen, planned at the same time and in the
     * same state, and that another one is there or is not.
     *
     * @param seen the iteration as {@link #iterations}, {@link #newest} or {@link #all} told of it
     * @return false when it is not there in that form, or the condition does not hold
     */
    boolean remove(Summary seen, Condition condition);

    /**
     * What must hold at the moment of a removal, so that planners at work can't make a hole of it.
     *
     * @param other an iteration of the same reader and stream
     * @param exists whether it must be there, or must not
     */
    record Condition(IterationKey other, boolean exists) {
        /** Nothing goes on from the iteration that is removed. */
        public static Condition noneAfter(IterationKey removed) {
            return new Condition(removed.withNumber(removed.number().next()), false);
        }

        /** This one is kept, so that planners have something to go on from. */
        public static Condition kept(IterationKey kept) {
            return new Condition(kept, true);
        }
    }

    /** The iterations of one reader and stream, in order of their numbers, without their shards. */
    List<Summary> iterations(LogicalName reader, String streamArn);

    /** The iteration with the greatest number of one reader and stream, or empty when none was planned. */
    Optional<Summary> newest(LogicalName reader, String streamArn);

    /** The iterations of all readers and streams in the store, without their shards, in order. */
    List<Summary> all();

    @Override
    void close();

    /**
     * One iteration without its shards.
     *
     * @param shards how many shards its plan has
     * @param shardsWithRecords how many of them it reads records of
     */
    record Summary(
            IterationKey key,
            StreamIdentity stream,
            Instant plannedAt,
            IterationPlan.State state,
            int shards,
            int shardsWithRecords) {
        /** The summary of a plan. */
        public static Summary of(IterationPlan plan) {
            return new Summary(
                    plan.key(),
                    plan.stream(),
                    plan.plannedAt(),
                    plan.state(),
                    plan.shards().size(),
                    plan.shardsWithRecords());
        }
    }
}
