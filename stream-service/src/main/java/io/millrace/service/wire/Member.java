package io.millrace.service.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.service.error.ServiceException.SerializationException;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One member of a {@link Shape}: its name, how its value is read, and what the value must satisfy. Immutable.
 *
 * @param nested the shape of the object, or of the list's elements; null for plain values
 */
public record Member(String name, boolean required, List<Constraint> constraints, Reader reader, Shape nested) {
    /** Reads the value that the parser stands on. */
    interface Reader {
        Object read(JsonParser parser, WireFormat format) throws IOException;
    }

    public static Member text(String name) {
        return plain(name, (parser, format) -> {
            expect(parser, JsonToken.VALUE_STRING, "a string");
            return parser.getText();
        });
    }

    /** A 32-bit whole number. */
    public static Member number(String name) {
        return plain(name, (parser, format) -> {
            expect(parser, JsonToken.VALUE_NUMBER_INT, "an integer");
            return parser.getIntValue();
        });
    }

    public static Member flag(String name) {
        return plain(name, (parser, format) -> {
            if (!parser.currentToken().isBoolean()) {
                throw wrongType(parser, "a boolean");
            }
            return parser.getBooleanValue();
        });
    }

    public static Member blob(String name) {
        return plain(name, (parser, format) -> {
            JsonToken wanted = format == WireFormat.JSON ? JsonToken.VALUE_STRING : JsonToken.VALUE_EMBEDDED_OBJECT;
            expect(parser, wanted, "a blob");
            return parser.getBinaryValue();
        });
    }

    /** A time: a number as the format has it, or ISO-8601 text. */
    public static Member time(String name) {
        return plain(name, (parser, format) -> {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                try {
                    return Instant.ofEpochMilli(Instant.parse(parser.getText()).toEpochMilli());
                } catch (DateTimeParseException | ArithmeticException e) {
                    throw wrongType(parser, "a timestamp");
                }
            }
            if (!parser.currentToken().isNumeric()) {
                throw wrongType(parser, "a timestamp");
            }
            return format.time(parser.getDecimalValue());
        });
    }

    public static Member object(String name, Shape shape) {
        return new Member(name, false, List.of(), shape::read, shape);
    }

    /** A list of objects. */
    public static Member objects(String name, Shape shape) {
        Reader reader = (parser, format) -> {
            expect(parser, JsonToken.START_ARRAY, "a list");
            List<Input> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(shape.read(parser, format));
            }
            return elements;
        };
        return new Member(name, false, List.of(), reader, shape);
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

    private Member with(Constraint... more) {
        List<Constraint> all = new ArrayList<>(constraints);
        all.addAll(Arrays.asList(more));
        return new Member(name, required, List.copyOf(all), reader, nested);
    }

    private static Member plain(String name, Reader reader) {
        return new Member(name, false, List.of(), reader, null);
    }

    static void expect(JsonParser parser, JsonToken wanted, String what) throws IOException {
        if (parser.currentToken() != wanted) {
            throw wrongType(parser, what);
        }
    }

    private static SerializationException wrongType(JsonParser parser, String what) throws IOException {
        String where = parser.currentName() == null ? "the body" : "'" + parser.currentName() + "'";
        return new SerializationException(where + " must be " + what + ", not " + parser.currentToken());
    }
}
