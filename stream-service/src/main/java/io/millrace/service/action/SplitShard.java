package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.error.ServiceException.ResourceInUseException;
import io.millrace.service.stream.Resharding;
import io.millrace.service.stream.Shard;
import io.millrace.service.stream.Stream;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.math.BigInteger;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Closes a shard and opens two in its place. */
final class SplitShard implements Action {
    private static final String SHARD = "ShardToSplit";
    private static final String NEW_START = "NewStartingHashKey";
    private static final Shape INPUT = Shape.of(
            Members.streamName(),
            Members.name(SHARD).needed(),
            Members.hashKey(NEW_START).needed(),
            Members.streamArn());

    private final Core core;

    SplitShard(Core core) {
        this.core = core;
    }

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        int index = core.shardIndex(core.streamKey(caller, input), input.text(SHARD));
        core.change(caller, input, stream -> {
            Shard shard = openShard(core, stream, index);
            BigInteger newStart = new BigInteger(input.text(NEW_START));
            if (!shard.range().canSplitAt(newStart)) {
                throw new InvalidArgumentException("NewStartingHashKey " + newStart + " used in SplitShard() on shard "
                        + shard.id() + " in stream " + stream.name() + " under account "
                        + stream.account() + " is not both greater than one plus the shard's StartingHashKey "
                        + shard.range().start() + " and less than the shard's EndingHashKey "
                        + shard.range().end() + ".");
            }
            core.checkShardLimit(stream.header().key().home(), 1);
            return Resharding.split(stream, shard, newStart, core.settling());
        });
        return CompletableFuture.completedFuture(Reply.NOTHING);
    }

    /** A shard that can be split or merged. */
    static Shard openShard(Core core, Stream stream, int index) {
        Shard shard = core.shard(stream, index);
        if (!shard.isOpen()) {
            throw new ResourceInUseException("Shard " + shard.id() + " in stream " + stream.name() + " under account "
                    + stream.account()
                    + " has already been merged or split, and thus is not eligible for merging or splitting.");
        }
        return shard;
    }
}
