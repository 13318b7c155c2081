package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.stream.Resharding;
import io.millrace.service.stream.Shard;
import io.millrace.service.stream.StreamKey;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Closes two adjacent shards, the lower of which must be named first, and opens one in their place. */
final class MergeShards implements Action {
    private static final String SHARD = "ShardToMerge";
    private static final String ADJACENT = "AdjacentShardToMerge";
    private static final Shape INPUT = Shape.of(
            Members.streamName(),
            Members.name(SHARD).needed(),
            Members.name(ADJACENT).needed(),
            Members.streamArn());

    private final Core core;

    MergeShards(Core core) {
        this.core = core;
    }

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        StreamKey key = core.streamKey(caller, input);
        int index = core.shardIndex(key, input.text(SHARD));
        int adjacentIndex = core.shardIndex(key, input.text(ADJACENT));
        core.change(caller, input, stream -> {
            Shard shard = SplitShard.openShard(core, stream, index);
            Shard adjacent = SplitShard.openShard(core, stream, adjacentIndex);
            if (!shard.range().isRightBelow(adjacent.range())) {
                throw new InvalidArgumentException("Shards " + shard.id() + " and " + adjacent.id() + " in stream "
                        + stream.name() + " under account " + stream.account()
                        + " are not an adjacent pair of shards eligible for merging");
            }
            return Resharding.merge(stream, shard, adjacent, core.settling());
        });
        return CompletableFuture.completedFuture(Reply.NOTHING);
    }
}
