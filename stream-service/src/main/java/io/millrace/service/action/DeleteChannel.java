package io.millrace.service.action;

import io.millrace.service.channel.ChannelStatus;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Ends a channel, whatever its state; what it has delivered stays. */
record DeleteChannel(Channels channels, StreamChanges changes) implements Action {
    private static final Shape INPUT = Shape.of(ChannelMembers.arn());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        Channels.Found found = channels.find(caller, input);
        // One that is DELETING already goes when it was to go.
        channels.change(
                found,
                one -> one.state().transition() == ChannelStatus.DELETING
                        ? one
                        : one.goneAt(changes.settling().until()));
        return CompletableFuture.completedFuture(Reply.NOTHING);
    }
}
