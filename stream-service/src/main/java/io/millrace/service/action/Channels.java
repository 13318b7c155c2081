package io.millrace.service.action;

import io.millrace.service.channel.Channel;
import io.millrace.service.channel.ChannelStatus;
import io.millrace.service.error.ServiceException.ResourceInUseException;
import io.millrace.service.error.ServiceException.ResourceNotFoundException;
import io.millrace.service.stream.Resharding;
import io.millrace.service.stream.Stream;
import io.millrace.service.stream.StreamKey;
import io.millrace.service.stream.StreamKey.Home;
import io.millrace.service.wire.Input;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What the operations on channels have in common: how a request names one, and how it is changed. Thread-safe. */
record Channels(Streams streams, StreamChanges changes, InstantSource clock) {
    /** A channel and its stream. */
    record Found(Stream stream, Channel channel) {
        ChannelArn arn() {
            return ChannelArn.of(stream.header().key(), channel);
        }
    }

    /** All channels of an account in a region. */
    List<Found> list(Home home) {
        List<Found> all = new ArrayList<>();
        for (Stream stream : streams.list(home)) {
            stream.channels(clock.instant()).forEach(each -> all.add(new Found(stream, each)));
        }
        return all;
    }

    /** The channel that a request names by ChannelARN. */
    Found find(Caller caller, Input input) {
        return find(caller, input.text(ChannelMembers.ARN));
    }

    /**
     * The channel of an ARN, which the caller may use when it may use the stream.
     *
     * @throws ResourceNotFoundException when the account and region of the request have none
     */
    Found find(Caller caller, String arn) {
        Optional<ChannelArn> named =
                ChannelArn.parse(arn).filter(one -> one.home().equals(caller.home()));
        Found found = named.stream()
                .flatMap(one -> list(one.home()).stream().filter(each -> one.names(each.channel())))
                .findFirst()
                .orElseThrow(missing(caller, arn));
        streams.allowed(caller, found.stream().header().key());
        return found;
    }

    private static Supplier<RuntimeException> missing(Caller caller, String arn) {
        return () -> new ResourceNotFoundException("Channel " + arn + " not found under account " + caller.account()
                + " in region " + caller.region() + ".");
    }

    /** Changes a channel, if it is still there. */
    void change(Found found, UnaryOperator<Channel> step) {
        StreamKey key = found.stream().header().key();
        changes.changeInAnyState(key, stream -> {
            List<Channel> all = new ArrayList<>(stream.header().channels());
            boolean gone = all.stream()
                    .filter(one -> one.id().equals(found.channel().id()))
                    .allMatch(one -> one.isGone(clock.instant()));
            if (gone) {
                throw new ResourceNotFoundException("Channel " + found.arn() + " not found: it was deleted.");
            }
            all.replaceAll(one -> one.id().equals(found.channel().id()) ? step.apply(one) : one);
            return Resharding.channels(stream, all);
        });
    }

    /** Sees that a channel can be changed. */
    void checkActive(Channel channel) {
        ChannelStatus status = channel.status(clock.instant());
        if (status != ChannelStatus.ACTIVE) {
            throw new ResourceInUseException(
                    "Channel " + channel.name() + " not ACTIVE, instead in state " + status + ".");
        }
    }
}
