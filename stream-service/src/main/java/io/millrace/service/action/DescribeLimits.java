package io.millrace.service.action;

import io.millrace.service.stream.Stream;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tells how many shards, on-demand streams and channels the caller has, and how many are allowed. */
record DescribeLimits(Streams streams, Channels channels, ShardLimit shardLimit) implements Action {
    /** The greatest number that the API model allows here. */
    private static final int UNLIMITED = 1_000_000;

    private static final Shape INPUT = Shape.of();

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        caller.checkAllStreams();
        List<Stream> all = streams.list(caller.home());
        long onDemand =
                all.stream().filter(stream -> stream.settings().isOnDemand()).count();
        int channelCount = channels.list(caller.home()).size();
        return CompletableFuture.completedFuture(
                out -> out.number("ShardLimit", shardLimit.most().orElse(UNLIMITED))
                        .number("OpenShardCount", streams.openShards(caller.home()))
                        .number("OnDemandStreamCount", onDemand)
                        .number("OnDemandStreamCountLimit", UNLIMITED)
                        .number("ChannelCount", channelCount)
                        .number("ChannelCountLimit", UNLIMITED));
    }
}
