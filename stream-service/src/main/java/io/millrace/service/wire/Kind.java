package io.millrace.service.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.service.error.ServiceException.SerializationException;

/** The types of members, and what AWS says when a value has another one; where in the body it stands is added. */
enum Kind {
    STRING("a String"),
    INTEGER("an Integer"),
    BOOLEAN("a Boolean"),
    BLOB("a Blob"),
    TIMESTAMP("milliseconds since epoch"),
    LIST("Expected list or null"),
    MAP("Expected map or null"),
    STRUCTURE("Expected null");

    private final String words;

    Kind(String words) {
        this.words = words;
    }

    /** The error about the value that the parser stands on. */
    SerializationException mismatch(JsonParser parser) {
        return new SerializationException(says(parser.currentToken()) + where(parser));
    }

    /** The error about a value of the right type that can't be read as one of this kind. */
    SerializationException unreadable(JsonParser parser, String why) {
        return new SerializationException(cannotBe("STRING_VALUE") + ": " + why + where(parser));
    }

    private String says(JsonToken found) {
        if (found == JsonToken.START_ARRAY && this != LIST) {
            return "Start of list found where not expected";
        }
        if (found == JsonToken.START_OBJECT && this != MAP && this != STRUCTURE) {
            return "Start of structure or map found where not expected.";
        }
        return this == LIST || this == MAP || this == STRUCTURE ? words : cannotBe(name(found));
    }

    private String cannotBe(String value) {
        return value + " can not be converted to " + words;
    }

    private static String name(JsonToken scalar) {
        return switch (scalar) {
            case VALUE_STRING -> "STRING_VALUE";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "NUMBER_VALUE";
            case VALUE_TRUE -> "TRUE_VALUE";
            case VALUE_FALSE -> "FALSE_VALUE";
            case VALUE_EMBEDDED_OBJECT -> "BLOB_VALUE";
            default -> "NULL_VALUE";
        };
    }

    private static String where(JsonParser parser) {
        String path = parser.getParsingContext().pathAsPointer().toString();
        return path.isEmpty() ? " (the body)" : " (at " + path + ")";
    }
}
