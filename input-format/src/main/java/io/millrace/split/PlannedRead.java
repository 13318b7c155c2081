package io.millrace.split;

import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.StreamIdentity;
import java.util.List;
import java.util.Optional;

/**
 * What a job will read.
 *
 * @param stream the stream in its present life
 * @param iteration the iteration as it is stored; empty for a read without checkpoints
 * @param splits one for each shard of which there is something to read, in order of the shard ids
 */
public record PlannedRead(StreamIdentity stream, Optional<IterationPlan> iteration, List<KinesisSplit> splits) {
    public PlannedRead {
        splits = List.copyOf(splits);
    }
}
