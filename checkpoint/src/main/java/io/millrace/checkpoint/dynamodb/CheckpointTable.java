package io.millrace.checkpoint.dynamodb;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The DynamoDB table that plans are kept in.
 *
 * @param name the table's name
 * @param hashKey name of its hash attribute, a string
 * @param rangeKey name of its range attribute, a string
 * @param create whether to create the table when it is missing
 */
public record CheckpointTable(String name, String hashKey, String rangeKey, boolean create) {
    /** The usual name of the hash attribute. */
    public static final String DEFAULT_HASH_KEY = "HashKey";

    /** The usual name of the range attribute. */
    public static final String DEFAULT_RANGE_KEY = "RangeKey";

    public CheckpointTable {
        if (!name.matches("[a-zA-Z0-9_.-]{3,255}")) {
            throw new IllegalArgumentException("'" + name + "' is not the name of a DynamoDB table"
                    + " (3 to 255 characters of a-z, A-Z, 0-9, '_', '.', '-')");
        }
        checkKey("hash", hashKey);
        checkKey("range", rangeKey);
        if (hashKey.equals(rangeKey)) {
            throw new IllegalArgumentException(
                    "the hash key and the range key of table " + name + " are both named '" + hashKey + "'");
        }
    }

    /** The table with the usual key names, created when missing. */
    public static CheckpointTable named(String name) {
        return new CheckpointTable(name, DEFAULT_HASH_KEY, DEFAULT_RANGE_KEY, true);
    }

    private static void checkKey(String role, String key) {
        Set<String> taken = PlanItemCodec.ATTRIBUTES;
        if (key.isEmpty() || key.length() > 255) {
            throw new IllegalArgumentException(
                    "the " + role + " key's name '" + key + "' must have 1 to 255 characters");
        }
        if (taken.contains(key)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "the %s key can't be named '%s': that attribute holds a part of the plan", role, key));
        }
    }

    /** How messages call an item. */
    String describe(String hash, String range) {
        return "item (" + hashKey + " '" + hash + "', " + rangeKey + " '" + range + "') of DynamoDB table '" + name
                + "'";
    }

    /** The key of an item. */
    Map<String, AttributeValue> key(String hash, String range) {
        return Map.of(hashKey, AttributeValue.fromS(hash), rangeKey, AttributeValue.fromS(range));
    }

    /** An item with its key. */
    Map<String, AttributeValue> item(String hash, String range, Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> item = new HashMap<>(attributes);
        item.putAll(key(hash, range));
        return item;
    }
}
