package io.millrace.service.action;

import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Describes a channel. */
final class DescribeChannel implements Action {
    private static final Shape INPUT = Shape.of(ChannelMembers.arn());

    private final Core core;

    DescribeChannel(Core core) {
        this.core = core;
    }

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        Channels.Found found = Channels.find(core, caller, input);
        return CompletableFuture.completedFuture(
                ChannelDescriptions.whole(found, core.clock().instant()));
    }
}
