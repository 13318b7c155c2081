package io.millrace.checkpoint;

import java.util.Optional;

/**
 * What one iteration does with one shard. Immutable.
 *
 * @param shard the shard
 * @param records what the iteration reads of it; empty when there was nothing new
 * @param consumed the last sequence number that this and all earlier iterations have taken of the shard: the next
 *     iteration starts right after it. Empty when the shard was known but no record of it was ever seen; the next
 *     iteration then starts at its beginning.
 * @param finished the shard is closed and nothing of it is left for later iterations; {@code consumed} is then its ending
 *     sequence number
 */
public record ShardPlan(
        ShardId shard, Optional<SequenceRange> records, Optional<SequenceNumber> consumed, boolean finished) {}
