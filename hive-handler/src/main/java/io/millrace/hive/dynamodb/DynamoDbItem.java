package io.millrace.hive.dynamodb;

import java.io.DataInput;
import java.io.DataOutput;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.io.Writable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Holds an item on its way from {@link DynamoDbInputFormat} to {@code DynamoDbSerDe}, which run in one JVM: it is a {@link
 * Writable} for Hive's signatures only. Not thread-safe.
 */
public final class DynamoDbItem implements Writable {
    private Map<String, AttributeValue> attributes = Map.of();
    private List<String> keys = List.of();

    /**
     * Takes an item.
     *
     * @param keyAttributes which of its attributes are the table's key
     */
    void set(Map<String, AttributeValue> item, List<String> keyAttributes) {
        attributes = item;
        keys = keyAttributes;
    }

    /** Null when the item has none of this name. */
    public AttributeValue attribute(String name) {
        return attributes.get(name);
    }

    /** Its key, for messages. */
    public String key() {
        return String.join(
                ", ",
                keys.stream()
                        .map(key -> key + " = " + DynamoDbValues.text(attributes.get(key)))
                        .toList());
    }

    /**
     * Refused.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public void write(DataOutput out) {
        throw new UnsupportedOperationException("an item of DynamoDB stays in the task that has read it");
    }

    /**
     * Refused.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public void readFields(DataInput in) {
        throw new UnsupportedOperationException("an item of DynamoDB stays in the task that has read it");
    }
}
