package io.millrace.service.action;

import io.millrace.service.log.SequenceNumber;
import io.millrace.service.stream.Shard;
import io.millrace.service.stream.ShardIterator;
import io.millrace.service.stream.Stream;
import io.millrace.service.stream.StreamKey;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Member;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Gives an iterator for a place in a shard. */
final class GetShardIterator implements Action {
    private static final String TYPE = "ShardIteratorType";
    private static final String START = "StartingSequenceNumber";
    private static final Shape INPUT = Shape.of(
            Members.streamName(),
            Members.name(Members.SHARD_ID).needed(),
            Position.type(TYPE),
            Members.sequenceNumber(START),
            Member.time(Position.TIMESTAMP),
            Members.streamArn(),
            DryRun.member());

    private final Core core;

    GetShardIterator(Core core) {
        this.core = core;
    }

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        StreamKey key = core.streamKey(caller, input);
        int index = core.shardIndex(key, input.text(Members.SHARD_ID));
        Stream stream = core.maybeUsable(key).orElseThrow(Core.noShard(key, index));
        Shard shard = core.maybeShard(stream, index).orElseThrow(Core.noShard(key, index));
        core.traffic().checkIterator(stream, shard);
        SequenceNumber from = new Position(core, name(), TYPE, START).first(stream, shard, input);
        DryRun.end(input);
        ShardIterator iterator = new ShardIterator(
                stream.header().id(), shard.index(), from, core.clock().instant());
        return CompletableFuture.completedFuture(out -> out.text("ShardIterator", iterator.seal(core.tokens())));
    }
}
