package io.millrace.service.action;

import io.millrace.service.log.SequenceNumber;
import io.millrace.service.stream.Shard;
import io.millrace.service.stream.Stream;
import io.millrace.service.stream.StreamKey;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Member;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Gives an iterator for a place in a shard. */
record GetShardIterator(Streams streams, Shards shards, Positions positions, Iterators iterators, Traffic traffic)
        implements Action {
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

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        StreamKey key = streams.key(caller, input);
        int index = Shards.index(key, input.text(Members.SHARD_ID));
        Stream stream = streams.maybeUsable(key).orElseThrow(Shards.missing(key, index));
        Shard shard = shards.maybe(stream, index).orElseThrow(Shards.missing(key, index));
        traffic.checkIterator(stream, shard);
        SequenceNumber from = positions.of(name(), TYPE, START).first(stream, shard, input);
        DryRun.end(input);
        String iterator = iterators.issue(stream, shard, from);
        return CompletableFuture.completedFuture(out -> out.text("ShardIterator", iterator));
    }
}
