package io.millrace.service.action;

import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Describes a channel. */
record DescribeChannel(Channels channels, InstantSource clock) implements Action {
    private static final Shape INPUT = Shape.of(ChannelMembers.arn());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        Channels.Found found = channels.find(caller, input);
        return CompletableFuture.completedFuture(ChannelDescriptions.whole(found, clock.instant()));
    }
}
