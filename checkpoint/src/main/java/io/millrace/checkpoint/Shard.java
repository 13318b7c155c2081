package io.millrace.checkpoint;

import java.math.BigInteger;
import java.util.Optional;

/**
 * A shard as ListShards describes it.
 *
 * @param id its id
 * @param parent the shard that it came from by a split or a merge
 * @param adjacentParent the second parent of a merge
 * @param startingHashKey lowest hash key, inclusive
 * @param endingHashKey highest hash key, inclusive
 * @param start its starting sequence number: no record of it has a smaller one
 * @param end its ending sequence number when it is closed, empty while it is open; no record of it has a greater one
 */
public record Shard(
        ShardId id,
        Optional<ShardId> parent,
        Optional<ShardId> adjacentParent,
        BigInteger startingHashKey,
        BigInteger endingHashKey,
        SequenceNumber start,
        Optional<SequenceNumber> end) {

    public boolean isClosed() {
        return end.isPresent();
    }
}
