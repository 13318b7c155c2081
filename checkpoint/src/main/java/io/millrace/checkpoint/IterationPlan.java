package io.millrace.checkpoint;

import java.time.Instant;
import java.util.List;

/**
 * The fixed ranges of one iteration, a shard at a time. Once stored, a plan never changes but for its state.
 *
 * @param key which iteration
 * @param stream the stream in the life that the plan was made in
 * @param plannedAt when, by the planner's clock: for people, and to judge whether records can have expired; never a bound
 * @param state planned or committed
 * @param shards every shard that the stream listed then, sorted by shard id
 */
public record IterationPlan(
        IterationKey key, StreamIdentity stream, Instant plannedAt, State state, List<ShardPlan> shards) {

    /** How far an iteration has come. */
    public enum State {
        /** Its ranges are fixed; no job that read it is known to have ended well. */
        PLANNED,
        /** A job that read it ended well; {@code next} goes on to the following iteration. */
        COMMITTED
    }

    public IterationPlan {
        shards = List.copyOf(shards);
    }

    /** How many shards the iteration reads records of; 0 for an empty iteration. */
    public int shardsWithRecords() {
        return (int)
                shards.stream().filter(shard -> shard.records().isPresent()).count();
    }

    /** The same plan in another state. */
    public IterationPlan withState(State other) {
        return new IterationPlan(key, stream, plannedAt, other, shards);
    }
}
