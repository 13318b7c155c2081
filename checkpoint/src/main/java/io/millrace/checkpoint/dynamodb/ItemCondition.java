package io.millrace.checkpoint.dynamodb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A condition on one item, in DynamoDB's terms. Immutable. */
record ItemCondition(String expression, Map<String, String> names, Map<String, AttributeValue> values) {

    /**
     * The condition that an item is there with some attributes, or that it is not there.
     *
     * @param expected the attributes; none when it must not be there
     */
    static ItemCondition of(boolean exists, Map<String, AttributeValue> expected, CheckpointTable table) {
        Map<String, String> names = new HashMap<>(Map.of("#hash", table.hashKey()));
        Map<String, AttributeValue> values = new HashMap<>();
        List<String> conditions =
                new ArrayList<>(List.of(exists ? "attribute_exists(#hash)" : "attribute_not_exists(#hash)"));
        expected.forEach((attribute, value) -> {
            names.put("#" + attribute, attribute);
            values.put(":" + attribute, value);
            conditions.add("#" + attribute + " = :" + attribute);
        });
        return new ItemCondition(String.join(" AND ", conditions), names, values);
    }
}
