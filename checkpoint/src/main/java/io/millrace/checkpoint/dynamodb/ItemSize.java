package io.millrace.checkpoint.dynamodb;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An upper estimate of what DynamoDB counts as an item's size, of which it allows 400 KB. Stateless. */
final class ItemSize {
    /** DynamoDB counts 1 byte per element and 3 per list or map; both are taken for each value. */
    private static final int OVERHEAD = 4;

    private ItemSize() {}

    /** In bytes: UTF-8 names and values and the overhead of nesting. */
    static int of(Map<String, AttributeValue> attributes) {
        int size = OVERHEAD;
        for (Map.Entry<String, AttributeValue> entry : attributes.entrySet()) {
            size += utf8(entry.getKey()) + of(entry.getValue());
        }
        return size;
    }

    private static int of(AttributeValue value) {
        if (value.hasM()) {
            return of(value.m());
        }
        if (value.hasL()) {
            return value.l().stream().mapToInt(ItemSize::of).sum() + OVERHEAD;
        }
        String text = value.s() != null ? value.s() : value.n();
        return (text == null ? 1 : utf8(text)) + OVERHEAD;
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
