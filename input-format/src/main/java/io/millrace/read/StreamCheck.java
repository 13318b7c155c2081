package io.millrace.read;

import io.millrace.checkpoint.ShardId;
import io.millrace.checkpoint.StreamIdentity;
import io.millrace.client.Retries;
import io.millrace.client.StreamException;
import io.millrace.client.StreamReader;
import io.millrace.shard.ShardLister;

/**
 * Finds out whether a stream is still the one that a split was planned on. One of the same name that was made anew has none
 * of the records: what looks as if they had expired, or as if the split made no sense, is that.
 *
 * @param planned the stream as it was when the split was planned
 */
record StreamCheck(StreamReader reader, Retries retries, StreamIdentity planned) {

    /**
     * Asks the service.
     *
     * @throws StreamException.Refused when the stream is another one, or is gone
     */
    void check() {
        StreamIdentity now = retries.call(reader::describe).identity();
        if (!now.equals(planned)) {
            throw new StreamException.Refused(
                    "the split was planned on the stream " + planned.arn() + " created at " + planned.created()
                            + ", but that was deleted: the stream of that name now was created at " + now.created()
                            + ". The records are gone with the old one; read the new one under another logical name, or"
                            + " delete the old iterations first",
                    null);
        }
    }

    /** Whether the stream still has a shard. It forgets a closed one whose records have all expired. */
    boolean hasShard(ShardId shard) {
        return new ShardLister(reader, retries)
                .all().stream().anyMatch(listed -> listed.id().equals(shard));
    }
}
