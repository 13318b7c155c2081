package io.millrace.checkpoint.dynamodb;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A condition in DynamoDB's language. Immutable.
 *
 * @param text the expression
 * @param names what its placeholders of names stand for
 * @param values what its placeholders of values stand for
 */
record Condition(String text, Map<String, String> names, Map<String, AttributeValue> values) {
    /** Both; a placeholder that both use must mean the same. */
    Condition and(Condition other) {
        return new Condition(text + " AND " + other.text, names(other), values(other));
    }

    /** The names of both. */
    Map<String, String> names(Condition other) {
        return both(names, other.names);
    }

    /** The values of both. */
    Map<String, AttributeValue> values(Condition other) {
        return both(values, other.values);
    }

    private static <T> Map<String, T> both(Map<String, T> one, Map<String, T> other) {
        Map<String, T> all = new HashMap<>(one);
        all.putAll(other);
        return all;
    }
}
