package io.millrace.service.channel;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the keys of a channel's objects are made: text with variables such as {@code !{yyyy}}. What makes a key unique stands
 * at its end, before the extension. Immutable.
 *
 * <pre>
 * !{channel-name} !{channel-id} !{stream-name}
 * !{yyyy} !{yy} !{MM} !{dd} !{HH} !{mm}          arrival of the object's first record, UTC
 * !{extension}                                   of format and compression, such as .json.gz; only at the end
 * !{extension:.log}                              that text instead
 * </pre>
 */
public final class KeyTemplate {
    /** Of channels whose owner gives none: that of the API's documentation. */
    public static final String DEFAULT =
            "kinesis-channel/!{channel-name}/!{channel-id}/!{yyyy}/!{MM}/!{dd}/!{HH}/!{channel-name}-!{channel-id}"
                    + "-!{yyyy}-!{MM}-!{dd}-!{HH}-!{mm}!{extension}";

    private static final Pattern VARIABLE = Pattern.compile("!\\{([^{}]*)\\}");
    private static final Pattern EXTENSION = Pattern.compile("extension(?::(\\.?[0-9A-Za-z][0-9A-Za-z._-]*))?");
    private static final String CHANNEL_ID = "channel-id";
    private static final Map<String, DateTimeFormatter> TIMES = Map.of(
            "yyyy", time("uuuu"),
            "yy", time("uu"),
            "MM", time("MM"),
            "dd", time("dd"),
            "HH", time("HH"),
            "mm", time("mm"));

    private final List<Piece> pieces = new ArrayList<>();
    private String extension = "";
    private boolean ownExtension = true;

    private record Piece(String text, boolean variable) {}

    /**
     * What a key tells of.
     *
     * @param first when the first record of the object arrived
     * @param unique what no other object of the channel has
     * @param extension of format and compression
     */
    public record Values(
            String channelName, String channelId, String streamName, Instant first, String unique, String extension) {}

    /**
     * Takes a template apart.
     *
     * @throws IllegalArgumentException telling what is wrong and what is allowed
     */
    public KeyTemplate(String template) {
        Matcher matcher = VARIABLE.matcher(template);
        int end = 0;
        while (matcher.find()) {
            literal(template.substring(end, matcher.start()));
            variable(matcher.group(1), matcher.end() == template.length());
            end = matcher.end();
        }
        literal(template.substring(end));
    }

    private void literal(String text) {
        if (text.contains("{") || text.contains("}")) {
            throw new IllegalArgumentException("has a brace that belongs to no variable: " + text);
        }
        if (!text.isEmpty()) {
            pieces.add(new Piece(text, false));
        }
    }

    private void variable(String name, boolean last) {
        Matcher ending = EXTENSION.matcher(name);
        if (ending.matches()) {
            if (!last) {
                throw new IllegalArgumentException("has !{" + name + "} before its end");
            }
            ownExtension = ending.group(1) != null;
            extension = ownExtension ? dotted(ending.group(1)) : "";
        } else if (TIMES.containsKey(name)
                || List.of("channel-name", CHANNEL_ID, "stream-name").contains(name)) {
            pieces.add(new Piece(name, true));
        } else {
            throw new IllegalArgumentException("has the unknown variable !{" + name + "}; known are channel-name,"
                    + " channel-id, stream-name, yyyy, yy, MM, dd, HH, mm, extension and extension:TEXT");
        }
    }

    private static String dotted(String text) {
        return text.startsWith(".") ? text : "." + text;
    }

    /** The key of an object. Keys of one channel differ when {@link Values#unique} does, those of two channels always. */
    public String resolve(Values values) {
        StringBuilder key = new StringBuilder();
        boolean namesChannel = false;
        for (Piece piece : pieces) {
            key.append(piece.variable() ? value(piece.text(), values) : piece.text());
            namesChannel |= piece.variable() && piece.text().equals(CHANNEL_ID);
        }
        if (key.length() > 0 && key.charAt(key.length() - 1) != '/') {
            key.append('-');
        }
        if (!namesChannel) {
            key.append(values.channelId()).append('-');
        }
        return key.append(values.unique())
                .append(ownExtension ? extension : values.extension())
                .toString();
    }

    private static String value(String name, Values values) {
        return switch (name) {
            case "channel-name" -> values.channelName();
            case CHANNEL_ID -> values.channelId();
            case "stream-name" -> values.streamName();
            default -> TIMES.get(name).format(values.first());
        };
    }

    private static DateTimeFormatter time(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }
}
