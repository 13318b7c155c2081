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
record MergeShards(Streams streams, StreamChanges changes, Shards shards) implements Action {
    private static final String SHARD = "ShardToMerge";
    private static final String ADJACENT = "AdjacentShardToMerge";
    private static final Shape INPUT = Shape.of(
            Members.streamName(),
            Members.name(SHARD).needed(),
            Members.name(ADJACENT).needed(),
            Members.streamArn());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        StreamKey key = streams.key(caller, input);
        int index = Shards.index(key, input.text(SHARD));
        int adjacentIndex = Shards.index(key, input.text(ADJACENT));
        changes.change(caller, input, stream -> {
            Shard shard = shards.open(stream, index);
            Shard adjacent = shards.open(stream, adjacentIndex);
            if (!shard.range().isRightBelow(adjacent.range())) {
                throw new InvalidArgumentException("Shards " + shard.id() + " and " + adjacent.id() + " in stream "
                        + stream.name() + " under account " + stream.account()
                        + " are not an adjacent pair of shards eligible for merging");
            }
            return Resharding.merge(stream, shard, adjacent, changes.settling());
        });
        return CompletableFuture.completedFuture(Reply.NOTHING);
    }
}
