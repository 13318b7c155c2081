package io.millrace.service.wire;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.millrace.service.error.ServiceException.SerializationException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One member of a {@link Shape}: its name, how its value is read, and what the value must satisfy. Immutable.
 *
 * @param nested the shape of the object, or of the list's elements; null for plain values
 */
public record Member(String name, boolean required, List<Constraint> constraints, Reader reader, Shape nested) {
    /** Digits of a time before its point, in seconds or milliseconds: enough for 31,000 years. */
    private static final int MOST_TIME_DIGITS = 15;

    /** Reads the value that the parser stands on. */
    interface Reader {
        Object read(JsonParser parser, WireFormat format) throws IOException;
    }

    public static Member text(String name) {
        return plain(name, (parser, format) -> {
            expect(parser, JsonToken.VALUE_STRING, Kind.STRING);
            return textOf(parser);
        });
    }

    /** A 32-bit whole number. As on AWS, a fraction is cut off, and what is too large counts as the largest there is. */
    public static Member number(String name) {
        return plain(name, (parser, format) -> {
            if (!parser.currentToken().isNumeric() || parser.isNaN()) {
                throw Kind.INTEGER.mismatch(parser);
            }
            return (int) parser.getDoubleValue();
        });
    }

    public static Member flag(String name) {
        return plain(name, (parser, format) -> {
            if (!parser.currentToken().isBoolean()) {
                throw Kind.BOOLEAN.mismatch(parser);
            }
            return parser.getBooleanValue();
        });
    }

    public static Member blob(String name) {
        return plain(name, (parser, format) -> {
            JsonToken wanted = format == WireFormat.JSON ? JsonToken.VALUE_STRING : JsonToken.VALUE_EMBEDDED_OBJECT;
            expect(parser, wanted, Kind.BLOB);
            try {
                return parser.getBinaryValue();
            } catch (JsonEOFException e) {
                throw e;
            } catch (JsonParseException e) {
                throw Kind.BLOB.unreadable(parser, e.getOriginalMessage());
            }
        });
    }

    /** A time: a number as the format has it, or ISO-8601 text. */
    public static Member time(String name) {
        return plain(name, (parser, format) -> {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                try {
                    return Instant.ofEpochMilli(Instant.parse(parser.getText()).toEpochMilli());
                } catch (DateTimeParseException | ArithmeticException e) {
                    throw Kind.TIMESTAMP.mismatch(parser);
                }
            }
            if (!parser.currentToken().isNumeric() || parser.isNaN()) {
                throw Kind.TIMESTAMP.mismatch(parser);
            }
            BigDecimal number = parser.getDecimalValue();
            if (number.precision() - (long) number.scale() > MOST_TIME_DIGITS) {
                throw Kind.TIMESTAMP.mismatch(parser);
            }
            return format.time(number);
        });
    }

    public static Member object(String name, Shape shape) {
        return new Member(name, false, List.of(), shape::read, shape);
    }

    /** A list of objects. */
    public static Member objects(String name, Shape shape) {
        Reader reader = (parser, format) -> {
            expect(parser, JsonToken.START_ARRAY, Kind.LIST);
            List<Input> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(shape.read(parser, format));
            }
            return elements;
        };
        return new Member(name, false, List.of(), reader, shape);
    }

    /** A list of texts. */
    public static Member texts(String name) {
        return plain(name, (parser, format) -> {
            expect(parser, JsonToken.START_ARRAY, Kind.LIST);
            List<String> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                expect(parser, JsonToken.VALUE_STRING, Kind.STRING);
                elements.add(textOf(parser));
            }
            return elements;
        });
    }

    /** An object whose members are texts with names that the caller chooses. */
    public static Member textMap(String name) {
        return plain(name, (parser, format) -> {
            expect(parser, JsonToken.START_OBJECT, Kind.MAP);
            Map<String, String> entries = new TreeMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = whole(parser.currentName());
                parser.nextToken();
                expect(parser, JsonToken.VALUE_STRING, Kind.STRING);
                entries.put(key, textOf(parser));
            }
            return entries;
        });
    }

    /** The same member, which must be there. */
    public Member needed() {
        return new Member(name, true, constraints, reader, nested);
    }

    public Member length(int min, int max) {
        return with(Constraint.minLength(min), Constraint.maxLength(max));
    }

    public Member range(int min, int max) {
        return with(Constraint.min(min), Constraint.max(max));
    }

    public Member atLeast(int min) {
        return with(Constraint.min(min));
    }

    public Member pattern(String regex) {
        return with(Constraint.pattern(regex));
    }

    public Member oneOf(String... allowed) {
        return with(Constraint.oneOf(allowed));
    }

    /** Each text of a list has a length within these bounds. */
    public Member eachOfLength(int min, int max) {
        return with(Constraint.each(Constraint.maxLength(max), Constraint.minLength(min)));
    }

    /** Each text of a list is one of these. */
    public Member eachOneOf(String... allowed) {
        return with(Constraint.each(Constraint.oneOf(allowed)));
    }

    /** The keys and the values of an object of texts have lengths within these bounds. */
    public Member entriesOfLength(int minKey, int maxKey, int minValue, int maxValue) {
        return with(
                Constraint.keys(Constraint.maxLength(maxKey), Constraint.minLength(minKey)),
                Constraint.values(Constraint.maxLength(maxValue), Constraint.minLength(minValue)));
    }

    private Member with(Constraint... more) {
        List<Constraint> all = new ArrayList<>(constraints);
        all.addAll(Arrays.asList(more));
        return new Member(name, required, List.copyOf(all), reader, nested);
    }

    private static Member plain(String name, Reader reader) {
        return new Member(name, false, List.of(), reader, null);
    }

    static void expect(JsonParser parser, JsonToken wanted, Kind kind) {
        if (parser.currentToken() != wanted) {
            throw kind.mismatch(parser);
        }
    }

    private static String textOf(JsonParser parser) throws IOException {
        return whole(parser.getText());
    }

    /** JSON's escapes can name half a character, which nobody could be answered with or keep. */
    private static String whole(String text) {
        if (text.chars().anyMatch(unit -> Character.isSurrogate((char) unit))
                && !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new SerializationException("a string has half of a surrogate pair, which is no character");
        }
        return text;
    }
}
