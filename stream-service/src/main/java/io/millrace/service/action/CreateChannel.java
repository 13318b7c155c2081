package io.millrace.service.action;

import io.millrace.service.channel.Channel;
import io.millrace.service.channel.ChannelStatus;
import io.millrace.service.channel.DeliveryKey;
import io.millrace.service.channel.Progress;
import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.error.ServiceException.ResourceInUseException;
import io.millrace.service.log.ShardLog;
import io.millrace.service.stream.Catalogue;
import io.millrace.service.stream.Resharding;
import io.millrace.service.stream.Shard;
import io.millrace.service.stream.Stream;
import io.millrace.service.stream.StreamKey;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Reply;
import io.millrace.service.wire.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Makes a channel, which delivers the records that come to a stream from then on. */
record CreateChannel(Streams streams, StreamChanges changes, Channels channels, ShardLog log) implements Action {
    private static final Shape INPUT = Shape.of(
            Members.name(ChannelMembers.NAME).needed(),
            ChannelMembers.role(),
            ChannelMembers.streams(),
            ChannelMembers.toBucket(),
            ChannelMembers.toTable(),
            ChannelMembers.encryption(),
            Tags.member(),
            ChannelMembers.logging());

    @Override
    public Shape input() {
        return INPUT;
    }

    @Override
    public CompletionStage<Reply> run(Caller caller, Input input) {
        NewChannel wanted = NewChannel.read(input);
        StreamArn arn = StreamArn.parse(NewChannel.source(input).text(Members.STREAM_ARN));
        StreamKey key = streams.key(caller, arn);
        wanted.checkKeys(key.name());
        SortedMap<String, String> tags = Tags.checked("Channel " + wanted.name(), input.textMap(Tags.TAGS));
        Resharding.Settling settling = changes.settling();
        Channel[] made = new Channel[1];
        Stream after = changes.changeInAnyState(key, stream -> {
            check(stream, wanted);
            made[0] = channel(stream, wanted, tags, settling);
            return added(stream, made[0]);
        });
        return CompletableFuture.completedFuture(
                ChannelDescriptions.whole(new Channels.Found(after, made[0]), settling.now()));
    }

    private void check(Stream stream, NewChannel wanted) {
        streams.checkActive(stream);
        if (!stream.settings().isOnDemand()) {
            throw new InvalidArgumentException(
                    stream.inMessages() + " is in PROVISIONED mode: only streams in ON_DEMAND mode can have channels.");
        }
        boolean taken = channels.list(stream.header().key().home()).stream()
                .map(Channels.Found::channel)
                .anyMatch(one -> one.name().equals(wanted.name()) || one.id().equals(wanted.id()));
        if (taken) {
            throw new ResourceInUseException(
                    "Channel " + wanted.name() + " under account " + stream.account() + " already exists.");
        }
    }

    private static Channel channel(
            Stream stream, NewChannel wanted, SortedMap<String, String> tags, Resharding.Settling settling) {
        return new Channel(
                wanted.id(),
                wanted.name(),
                settling.now().toEpochMilli(),
                settling.until().toEpochMilli(),
                stream.header().nextShard(),
                new Channel.State(ChannelStatus.CREATING, settling.until().toEpochMilli(), wanted.failure()),
                wanted.source(),
                wanted.destination(),
                wanted.logging(),
                tags);
    }

    /** Delivery begins where the open shards end now. */
    private Catalogue.Change added(Stream stream, Channel channel) {
        List<Channel> all = new ArrayList<>(stream.header().channels());
        all.add(channel);
        Map<DeliveryKey, Progress> starts = new HashMap<>();
        if (channel.state().failure() == null) {
            for (Shard shard : stream.shards()) {
                if (shard.isOpen()) {
                    starts.put(
                            new DeliveryKey(stream.header().id(), channel.id(), shard.index()),
                            Progress.from(log.end(stream.logKey(shard))));
                }
            }
        }
        return Resharding.channel(stream, all, starts);
    }
}
