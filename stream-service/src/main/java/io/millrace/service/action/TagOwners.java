package io.millrace.service.action;

import io.millrace.service.stream.Resharding;
import io.millrace.service.stream.StreamKey;
import io.millrace.service.wire.Input;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What can have tags, and how a request names it. Thread-safe. */
record TagOwners(Streams streams, StreamChanges changes, Consumers consumers, Channels channels) {
    /** What can have tags: a stream, one of its consumers or one of its channels. */
    interface Owner {
        Map<String, String> tags();

        void change(UnaryOperator<Map<String, String>> step);
    }

    /** The stream, consumer or channel that a request names by ResourceARN. */
    Owner resource(Caller caller, Input input) {
        String arn = input.text(Members.RESOURCE_ARN);
        if (ChannelArn.isOne(arn)) {
            return new OfChannel(channels, channels.find(caller, arn));
        }
        Optional<ConsumerArn> consumer = ConsumerArn.parse(arn);
        return consumer.isPresent()
                ? new OfConsumer(consumers, consumers.find(caller, consumer.get()))
                : new OfStream(streams, changes, streams.key(caller, StreamArn.parse(arn)));
    }

    /** The stream that a request names by StreamName or StreamARN. */
    Owner stream(Caller caller, Input input) {
        return new OfStream(streams, changes, streams.key(caller, input));
    }

    private record OfStream(Streams streams, StreamChanges changes, StreamKey key) implements Owner {
        @Override
        public Map<String, String> tags() {
            return streams.find(key).settings().tags();
        }

        @Override
        public void change(UnaryOperator<Map<String, String>> step) {
            changes.changeInAnyState(key, stream -> {
                Map<String, String> after = step.apply(stream.settings().tags());
                return Resharding.relabel(stream, stream.settings().withTags(Tags.checked(key, after)));
            });
        }
    }

    private record OfConsumer(Consumers consumers, Consumers.Found found) implements Owner {
        @Override
        public Map<String, String> tags() {
            return found.consumer().tags();
        }

        @Override
        public void change(UnaryOperator<Map<String, String>> step) {
            StreamKey key = found.stream().header().key();
            consumers.change(found, one -> one.withTags(Tags.checked(key, step.apply(one.tags()))));
        }
    }

    private record OfChannel(Channels channels, Channels.Found found) implements Owner {
        @Override
        public Map<String, String> tags() {
            return found.channel().tags();
        }

        @Override
        public void change(UnaryOperator<Map<String, String>> step) {
            String what = "Channel " + found.channel().name();
            channels.change(found, one -> one.withTags(Tags.checked(what, step.apply(one.tags()))));
        }
    }

    /** Adds the tags of a request; those with the same key are replaced. */
    static void add(Owner owner, Input input) {
        owner.change(tags -> {
            tags.putAll(input.textMap(Tags.TAGS));
            return tags;
        });
    }

    /** Removes the tags that a request names; keys that are not there are ignored. */
    static void remove(Owner owner, Input input) {
        owner.change(tags -> {
            input.texts(Tags.TAG_KEYS).forEach(tags::remove);
            return tags;
        });
    }
}
