package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.stream.Resharding;
import io.millrace.service.stream.StreamKey;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Member;
import io.millrace.service.wire.Output;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the operations on tags have in common. */
final class Tags {
    static final String TAGS = "Tags";
    static final String TAG_KEYS = "TagKeys";
    /** Most tags of a stream, and most in a page of them. */
    static final int MOST = 50;

    private static final int KEY_LENGTH = 128;
    private static final int VALUE_LENGTH = 256;
    private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{Z}_.:/=+\\-@]*");

    private Tags() {}

    static Member member() {
        return Member.textMap(TAGS).length(1, 200).entriesOfLength(1, KEY_LENGTH, 0, VALUE_LENGTH);
    }

    static Member keys() {
        return Member.texts(TAG_KEYS)
                .length(1, MOST)
                .eachOfLength(1, KEY_LENGTH)
                .needed();
    }

    static Member startKey(String name) {
        return Member.text(name).length(1, KEY_LENGTH);
    }

    /** What can have tags: a stream, one of its consumers or one of its channels. */
    interface Owner {
        Map<String, String> tags();

        void change(UnaryOperator<Map<String, String>> step);
    }

    /** The stream, consumer or channel that a request names by ResourceARN. */
    static Owner resource(Core core, Caller caller, Input input) {
        String arn = input.text(Members.RESOURCE_ARN);
        if (ChannelArn.isOne(arn)) {
            return new OfChannel(core, Channels.find(core, caller, arn));
        }
        Optional<ConsumerArn> consumer = ConsumerArn.parse(arn);
        return consumer.isPresent()
                ? new OfConsumer(core, Consumers.find(core, caller, consumer.get()))
                : new OfStream(core, core.arnKey(caller, StreamArn.parse(arn)));
    }

    /** The stream that a request names by StreamName or StreamARN. */
    static Owner stream(Core core, Caller caller, Input input) {
        return new OfStream(core, core.streamKey(caller, input));
    }

    private record OfStream(Core core, StreamKey key) implements Owner {
        @Override
        public Map<String, String> tags() {
            return core.catalogue()
                    .find(key)
                    .orElseThrow(core.missing(key))
                    .settings()
                    .tags();
        }

        @Override
        public void change(UnaryOperator<Map<String, String>> step) {
            core.catalogue().change(key, core.missing(key), stream -> {
                Map<String, String> after = step.apply(stream.settings().tags());
                return Resharding.relabel(stream, stream.settings().withTags(checked(key, after)));
            });
        }
    }

    private record OfConsumer(Core core, Consumers.Found found) implements Owner {
        @Override
        public Map<String, String> tags() {
            return found.consumer().tags();
        }

        @Override
        public void change(UnaryOperator<Map<String, String>> step) {
            StreamKey key = found.stream().header().key();
            Consumers.change(core, found, one -> one.withTags(checked(key, step.apply(one.tags()))));
        }
    }

    private record OfChannel(Core core, Channels.Found found) implements Owner {
        @Override
        public Map<String, String> tags() {
            return found.channel().tags();
        }

        @Override
        public void change(UnaryOperator<Map<String, String>> step) {
            String what = "Channel " + found.channel().name();
            Channels.change(core, found, one -> one.withTags(checked(what, step.apply(one.tags()))));
        }
    }

    /** Adds the tags of a request; those with the same key are replaced. */
    static void add(Owner owner, Input input) {
        owner.change(tags -> {
            tags.putAll(input.textMap(TAGS));
            return tags;
        });
    }

    /** Removes the tags that a request names; keys that are not there are ignored. */
    static void remove(Owner owner, Input input) {
        owner.change(tags -> {
            input.texts(TAG_KEYS).forEach(tags::remove);
            return tags;
        });
    }

    /** The tags themselves, when they are few enough, of characters that AWS allows, and without its own prefix. */
    static SortedMap<String, String> checked(StreamKey key, Map<String, String> tags) {
        return checked("Stream " + key.name() + " under account " + key.account(), tags);
    }

    static SortedMap<String, String> checked(String what, Map<String, String> tags) {
        if (tags.size() > MOST) {
            throw new InvalidArgumentException(
                    what + " can't have " + tags.size() + " tags: at most " + MOST + " are allowed.");
        }
        Stream.concat(tags.keySet().stream(), tags.values().stream())
                .filter(text -> !ALLOWED.matcher(text).matches())
                .findFirst()
                .ifPresent(text -> {
                    throw new InvalidArgumentException("Some tags contain invalid characters. Valid characters: Unicode"
                            + " letters, digits, white space, _ . : / = + - @. Not valid: " + text);
                });
        tags.keySet().stream()
                .filter(name -> name.startsWith("aws:"))
                .findFirst()
                .ifPresent(name -> {
                    throw new InvalidArgumentException("The tag key " + name + " begins with aws:, which is reserved.");
                });
        return new TreeMap<>(tags);
    }

    static void write(Output out, Collection<Map.Entry<String, String>> tags) throws IOException {
        out.objects(TAGS, tags, (each, tag) -> each.text("Key", tag.getKey()).text("Value", tag.getValue()));
    }
}
