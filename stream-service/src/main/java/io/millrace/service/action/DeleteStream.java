package io.millrace.service.action;

import io.millrace.service.channel.Channel;
import io.millrace.service.error.ServiceException.ResourceInUseException;
import io.millrace.service.stream.Resharding;
import io.millrace.service.stream.Stream;
import io.millrace.service.stream.StreamKey;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Member;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Removes a stream with all it holds, whatever its state. */
record DeleteStream(Streams streams, StreamChanges changes, InstantSource clock) implements Action {
    private static final String ENFORCE = "EnforceConsumerDeletion";
    private static final Shape INPUT = Shape.of(Members.streamName(), Member.flag(ENFORCE), Members.streamArn());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        Stream stream = streams.find(caller, input);
        if (!input.maybeFlag(ENFORCE).orElse(false)
                && !stream.consumers(clock.instant()).isEmpty()) {
            throw new ResourceInUseException("DeleteStream can't delete " + stream.account() + ":" + stream.name()
                    + " because there are consumers associated with this data stream. To delete " + stream.name()
                    + " anyway, set the EnforceConsumerDeletion parameter to true to force the deletion of all the"
                    + " consumers that are associated with it.");
        }
        StreamKey key = stream.header().key();
        changes.changeInAnyState(key, now -> {
            checkChannels(now);
            return Resharding.delete(now, changes.settling());
        });
        changes.dropDeleted(stream);
        return CompletableFuture.completedFuture(Reply.NOTHING);
    }

    private void checkChannels(Stream stream) {
        List<Channel> channels = stream.channels(clock.instant());
        if (!channels.isEmpty()) {
            throw new ResourceInUseException(stream.inMessages() + " has channels, which must be deleted first: "
                    + String.join(", ", channels.stream().map(Channel::name).toList()));
        }
    }
}
