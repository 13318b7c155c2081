package io.millrace.service.action;

import io.millrace.service.error.ServiceException.InvalidArgumentException;
import io.millrace.service.stream.StreamKey;
import io.millrace.service.wire.Member;
import io.millrace.service.wire.Output;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tags as requests and answers write them, and which are allowed. Stateless. */
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

    /** The tags themselves, when they are few enough, of characters that AWS allows, and without its own prefix. */
    static SortedMap<String, String> checked(StreamKey key, Map<String, String> tags) {
        return checked(key.inMessages(), tags);
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
