package io.millrace.service.auth;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a key may do: the operations and the streams whose names match, where {@code *} stands for any characters and
 * {@code ?} for one. Immutable.
 */
public final class Permissions {
    /** Every operation on every stream. */
    public static final Permissions ALL = new Permissions(List.of("*"), List.of("*"));

    private final Pattern actions;
    private final Pattern streams;
    private final boolean allStreams;

    /**
     * @param actions patterns of operations, such as {@code Get*}
     * @param streams patterns of stream names
     */
    public Permissions(List<String> actions, List<String> streams) {
        this.actions = anyOf(actions);
        this.streams = anyOf(streams);
        this.allStreams = streams.contains("*");
    }

    public boolean allowsAction(String action) {
        return actions.matcher(action).matches();
    }

    public boolean allowsStream(String name) {
        return streams.matcher(name).matches();
    }

    /** Whether no stream is excluded: operations on the account as a whole need it. */
    public boolean allowsAllStreams() {
        return allStreams;
    }

    private static Pattern anyOf(List<String> globs) {
        return Pattern.compile(globs.stream().map(Permissions::regex).collect(Collectors.joining("|")));
    }

    private static String regex(String glob) {
        return glob.chars()
                .mapToObj(c -> switch (c) {
                    case '*' -> ".*";
                    case '?' -> ".";
                    default -> Pattern.quote(Character.toString(c));
                })
                .collect(Collectors.joining());
    }
}
