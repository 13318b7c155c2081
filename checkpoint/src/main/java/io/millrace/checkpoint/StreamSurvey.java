package io.millrace.checkpoint;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the planner asks of a stream while it plans (a port; the adapter over the Kinesis API is in input-format). Calls
 * that can't be answered fail; they never answer with less than there is.
 */
public interface StreamSurvey {
    /** The stream's ARN and creation time, as of now. */
    StreamIdentity identity();

    /** How long the stream keeps records, as of now. */
    Duration retention();

    /** Every shard that the stream lists, closed ones included, all pages. */
    List<Shard> shards();

    /**
     * Looks at several shards at once, in parallel within the API's quotas.
     *
     * @param from where to look from, per shard
     * @return a reach for each shard asked for, but for those that the stream has forgotten since they were listed: they are
     *     closed, and all of their records have expired
     */
    Map<ShardId, Reach> reach(Map<Shard, Position> from);

    /**
     * What a shard holds from a position up to its tip at this moment.
     *
     * @param records from the first to the last record there, both of which exist; for a closed shard the last is the
     *     shard's ending sequence number. Empty when there is no record. From {@link Position.Latest} it is always
     *     empty.
     * @param tip the last record known to be in the shard at all, where one was seen or was named by the position:
     *     where a reader goes on that has consumed everything up to now. From {@link Position.Latest} it is there whenever
     *     the shard holds a record; from {@link Position.AtTimestamp} without records it is not used, since the planner
     *     asks for the tip on its own
     * @param anchorExpired for {@link Position.After}: the record of that sequence number is no longer retained, so
     *     records after it may have expired too
     */
    record Reach(Optional<SequenceRange> records, Optional<SequenceNumber> tip, boolean anchorExpired) {}
}
