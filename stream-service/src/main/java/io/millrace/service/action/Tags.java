package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.stream.Catalogue;
import io.millrace.service.stream.Resharding;
import io.millrace.service.stream.Stream;
import io.millrace.service.stream.StreamKey;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Member;
import io.millrace.service.wire.Output;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the operations on tags have in common. */
final class Tags {
    static final String TAGS = "Tags";
    static final String TAG_KEYS = "TagKeys";
    /** Most tags of a stream, and most in a page of them. */
    static final int MOST = 50;

    private static final int KEY_LENGTH = 128;
    private static final int VALUE_LENGTH = 256;

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

    /** Adds tags to a stream, in whatever state it is; those with the same key are replaced. */
    static void add(Core core, StreamKey key, Map<String, String> tags) {
        change(core, key, stream -> {
            Map<String, String> all = new TreeMap<>(stream.settings().tags());
            all.putAll(tags);
            return Resharding.relabel(stream, stream.settings().withTags(checked(key, all)));
        });
    }

    /** Removes tags from a stream; keys that it does not have are ignored. */
    static void remove(Core core, StreamKey key, Collection<String> keys) {
        change(core, key, stream -> {
            Map<String, String> left = new TreeMap<>(stream.settings().tags());
            keys.forEach(left::remove);
            return Resharding.relabel(stream, stream.settings().withTags(left));
        });
    }

    private static void change(Core core, StreamKey key, Catalogue.Step step) {
        core.catalogue().change(key, core.missing(key), step);
    }

    /** The tags themselves, when they are few enough and AWS's own prefix is not among their keys. */
    static Map<String, String> checked(StreamKey key, Map<String, String> tags) {
        if (tags.size() > MOST) {
            throw new InvalidArgumentException("Stream " + key.name() + " under account " + key.account()
                    + " can't have " + tags.size() + " tags: at most " + MOST + " are allowed.");
        }
        tags.keySet().stream()
                .filter(name -> name.startsWith("aws:"))
                .findFirst()
                .ifPresent(name -> {
                    throw new InvalidArgumentException("The tag key " + name + " begins with aws:, which is reserved.");
                });
        return tags;
    }

    /** The tags of a stream, sorted by key. */
    static List<Map.Entry<String, String>> of(Stream stream) {
        return List.copyOf(stream.settings().tags().entrySet());
    }

    static void write(Output out, List<Map.Entry<String, String>> tags) throws IOException {
        out.objects(TAGS, tags, (each, tag) -> each.text("Key", tag.getKey()).text("Value", tag.getValue()));
    }

    /** What a request wants to add. */
    static Map<String, String> wanted(Input input) {
        return input.textMap(TAGS);
    }
}
