package io.millrace.checkpoint.dynamodb;

import io.millrace.checkpoint.CheckpointException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Typed access to the attributes of one item or of a map inside it. What is missing or of another type is a
 * {@link CheckpointException.StoreFailed} that names it. Immutable and thread-safe.
 */
final class ItemReader {
    private final String where;
    private final Map<String, AttributeValue> attributes;

    /**
     * Reads one map of attributes.
     *
     * @param where what messages call the item
     */
    ItemReader(String where, Map<String, AttributeValue> attributes) {
        this.where = where;
        this.attributes = attributes;
    }

    boolean has(String name) {
        return attributes.containsKey(name);
    }

    String text(String name) {
        return required(name, "a string", AttributeValue::s);
    }

    Optional<String> optionalText(String name) {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    boolean flag(String name) {
        return required(name, "a boolean", AttributeValue::bool);
    }

    int count(String name) {
        return Math.toIntExact(number(name));
    }

    long number(String name) {
        return parsed(name, required(name, "a number", AttributeValue::n), Long::parseLong);
    }

    <T> T parsed(String name, Function<String, T> parser) {
        return parsed(name, text(name), parser);
    }

    <T> Optional<T> optionalParsed(String name, Function<String, T> parser) {
        return optionalText(name).map(text -> parsed(name, text, parser));
    }

    List<ItemReader> maps(String name) {
        List<AttributeValue> list = required(name, "a list", value -> value.hasL() ? value.l() : null);
        return list.stream()
                .map(value -> {
                    if (!value.hasM()) {
                        throw broken("attribute " + name + " holds something else than maps", null);
                    }
                    return new ItemReader(where + ", " + name, value.m());
                })
                .toList();
    }

    CheckpointException.StoreFailed broken(String what, Throwable cause) {
        return new CheckpointException.StoreFailed(where + " can't be understood: " + what, cause);
    }

    private <T> T parsed(String name, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (RuntimeException e) {
            throw broken("attribute " + name + " is '" + text + "'", e);
        }
    }

    private <T> T required(String name, String type, Function<AttributeValue, T> getter) {
        AttributeValue value = attributes.get(name);
        if (value == null) {
            throw broken("attribute " + name + " is missing", null);
        }
        T typed = getter.apply(value);
        if (typed == null) {
            throw broken("attribute " + name + " is not " + type, null);
        }
        return typed;
    }
}
