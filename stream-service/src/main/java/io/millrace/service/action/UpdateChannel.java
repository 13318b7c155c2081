package io.millrace.service.action;

import io.millrace.service.channel.Channel;
import io.millrace.service.channel.Destination;
import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Changes how fresh a channel's objects are, and the logging that its owner wants. */
record UpdateChannel(Channels channels, StreamChanges changes, InstantSource clock) implements Action {
    private static final Shape INPUT = Shape.of(
            ChannelMembers.arn(),
            ChannelMembers.update(ChannelMembers.TO_BUCKET),
            ChannelMembers.update(ChannelMembers.TO_TABLE),
            ChannelMembers.logging());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        Channels.Found found = channels.find(caller, input);
        boolean toBucket = found.channel().destination().maybeBucket().isPresent();
        String own = toBucket ? ChannelMembers.TO_BUCKET : ChannelMembers.TO_TABLE;
        String other = toBucket ? ChannelMembers.TO_TABLE : ChannelMembers.TO_BUCKET;
        if (input.has(other)) {
            throw new InvalidArgumentException(other + " must not be given: channel "
                    + found.channel().name() + " has " + own + ", and its destination can't be changed.");
        }
        Optional<Input> freshness = input.maybeObject(own);
        Optional<Channel.Logging> logging = ChannelChoices.logging(input);
        if (freshness.isEmpty() && logging.isEmpty()) {
            throw new InvalidArgumentException("Nothing to update: give " + own + " or LoggingConfiguration.");
        }
        Optional<Integer> seconds = freshness.map(ChannelChoices::freshness);
        Channel[] after = new Channel[1];
        channels.change(found, one -> {
            channels.checkActive(one);
            Destination destination =
                    seconds.map(one.destination()::withFreshness).orElse(one.destination());
            after[0] = one.updated(
                    destination,
                    logging.orElse(one.logging()),
                    changes.settling().until());
            return after[0];
        });
        return CompletableFuture.completedFuture(
                ChannelDescriptions.whole(new Channels.Found(found.stream(), after[0]), clock.instant()));
    }
}
