package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.stream.Resharding;
import io.millrace.service.stream.Shard;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.math.BigInteger;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Closes a shard and opens two in its place. */
record SplitShard(Streams streams, StreamChanges changes, Shards shards, ShardLimit shardLimit) implements Action {
    private static final String SHARD = "ShardToSplit";
    private static final String NEW_START = "NewStartingHashKey";
    private static final Shape INPUT = Shape.of(
            Members.streamName(),
            Members.name(SHARD).needed(),
            Members.hashKey(NEW_START).needed(),
            Members.streamArn());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        int index = Shards.index(streams.key(caller, input), input.text(SHARD));
        changes.change(caller, input, stream -> {
            Shard shard = shards.open(stream, index);
            BigInteger newStart = new BigInteger(input.text(NEW_START));
            if (!shard.range().canSplitAt(newStart)) {
                throw new InvalidArgumentException("NewStartingHashKey " + newStart + " used in SplitShard() on shard "
                        + shard.id() + " in stream " + stream.name() + " under account "
                        + stream.account() + " is not both greater than one plus the shard's StartingHashKey "
                        + shard.range().start() + " and less than the shard's EndingHashKey "
                        + shard.range().end() + ".");
            }
            shardLimit.check(stream.header().key().home(), 1);
            return Resharding.split(stream, shard, newStart, changes.settling());
        });
        return CompletableFuture.completedFuture(Reply.NOTHING);
    }
}
