package io.millrace.config;

import io.millrace.checkpoint.IterationChoice;
import io.millrace.checkpoint.IterationNumber;
import io.millrace.checkpoint.LogicalName;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the text of an option becomes a value. Immutable.
 *
 * @param name for people, a word or two
 * @param allowed for people: every text that is accepted
 * @param parser throws IllegalArgumentException for what is not allowed; gets the text without blanks around it
 * @param blanksCount the parser gets the text as it is, with the blanks around it
 */
public record OptionType<T>(String name, String allowed, Function<String, T> parser, boolean blanksCount) {
    private static final String INSTANT = "an ISO-8601 instant such as 2026-01-31T08:30:00Z";

    OptionType(String name, String allowed, Function<String, T> parser) {
        this(name, allowed, parser, false);
    }

    /** Text that matches a regular expression. */
    static OptionType<String> text(String name, String regex, String allowed) {
        return new OptionType<>(name, allowed, text -> {
            require(text.matches(regex));
            return text;
        });
    }

    static OptionType<Integer> integer(int least, int most) {
        return new OptionType<>("integer", "a whole number from " + least + " to " + most, text -> {
            int value = Integer.parseInt(text);
            require(value >= least && value <= most);
            return value;
        });
    }

    /** A length of time as a whole number of minutes, at most a year. */
    static OptionType<Duration> minutes() {
        int year = 365 * 24 * 60;
        return new OptionType<>("minutes", "a whole number of minutes from 0 to " + year, text -> {
            int value = Integer.parseInt(text);
            require(value >= 0 && value <= year);
            return Duration.ofMinutes(value);
        });
    }

    static OptionType<Boolean> truth() {
        return new OptionType<>("boolean", "true or false", text -> {
            String lower = text.toLowerCase(Locale.ROOT);
            require(lower.equals("true") || lower.equals("false"));
            return Boolean.valueOf(lower);
        });
    }

    static <E extends Enum<E>> OptionType<E> oneOf(Class<E> type) {
        String allowed = Arrays.stream(type.getEnumConstants())
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return new OptionType<>("word", "one of " + allowed, text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)));
    }

    static OptionType<Delimiter> delimiter() {
        return new OptionType<>(
                "delimiter",
                "one or more characters, among them escapes as Java has them: \\n, \\r, \\t, \\\\, \\u001e",
                Delimiter::parse,
                true);
    }

    static OptionType<Instant> instant() {
        return new OptionType<>("instant", INSTANT, OptionType::parseInstant);
    }

    static OptionType<InitialPosition> initialPosition() {
        return new OptionType<>(
                "position", "TRIM_HORIZON, LATEST or " + INSTANT, text -> switch (text.toUpperCase(Locale.ROOT)) {
                    case "TRIM_HORIZON" -> new InitialPosition.TrimHorizon();
                    case "LATEST" -> new InitialPosition.Latest();
                    default -> new InitialPosition.At(parseInstant(text));
                });
    }

    static OptionType<URI> url() {
        return new OptionType<>(
                "URL", "a URL with scheme http or https and a host, such as http://localhost:4567", text -> {
                    URI uri = URI.create(text);
                    require("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
                    require(uri.getHost() != null);
                    return uri;
                });
    }

    static OptionType<LogicalName> logicalName() {
        return new OptionType<>(
                "name", "1 to 255 characters, not blank, without '#' and control characters", LogicalName::new);
    }

    static OptionType<IterationChoice> iteration() {
        return new OptionType<>("iteration", "a whole number from 0 on, next or latest", OptionType::parseIteration);
    }

    static OptionType<String> className() {
        return text("class name", "[\\w$]+(\\.[\\w$]+)*", "the full name of a class");
    }

    private static IterationChoice parseIteration(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "next" -> new IterationChoice.Next();
            case "latest" -> new IterationChoice.Latest();
            default -> new IterationChoice.Numbered(new IterationNumber(Long.parseLong(text)));
        };
    }

    private static Instant parseInstant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static void require(boolean allowed) {
        if (!allowed) {
            throw new IllegalArgumentException("not allowed");
        }
    }
}
