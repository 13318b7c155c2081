package io.millrace.service.action;

import io.millrace.service.stream.Stream;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tells how many shards, on-demand streams and channels the caller has, and how many are allowed. */
final class DescribeLimits implements Action {
    /** The greatest number that the API model allows here. */
    private static final int UNLIMITED = 1_000_000;

    private static final Shape INPUT = Shape.of();

    private final Core core;

    DescribeLimits(Core core) {
        this.core = core;
    }

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        caller.checkAllStreams();
        List<Stream> streams = core.catalogue().list(caller.home());
        long onDemand = streams.stream()
                .filter(stream -> stream.settings().isOnDemand())
                .count();
        int channels = Channels.list(core, caller.home()).size();
        return CompletableFuture.completedFuture(
                out -> out.number("ShardLimit", core.settings().shardLimit().orElse(UNLIMITED))
                        .number("OpenShardCount", core.catalogue().openShards(caller.home()))
                        .number("OnDemandStreamCount", onDemand)
                        .number("OnDemandStreamCountLimit", UNLIMITED)
                        .number("ChannelCount", channels)
                        .number("ChannelCountLimit", UNLIMITED));
    }
}
