package io.millrace.checkpoint;

import java.util.Optional;

/**
 * A shard of which records may have expired before any iteration had them.
 *
 * @param shard the shard
 * @param after the records concerned come after this sequence number; empty: from the shard's beginning on
 * @param reason why the records may be gone, a clause of a message
 */
record PossibleLoss(ShardId shard, Optional<SequenceNumber> after, String reason) {
    @Override
    public String toString() {
        return "shard " + shard + ", "
                + after.map(number -> "after sequence number " + number).orElse("from its beginning on") + " (" + reason
                + ")";
    }
}
