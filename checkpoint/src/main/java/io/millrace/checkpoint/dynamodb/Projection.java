package io.millrace.checkpoint.dynamodb;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A choice of attributes to fetch, by placeholders, since DynamoDB reserves many names.
 *
 * @param expression the placeholders, separated by commas
 * @param names the attribute's name for each placeholder
 */
record Projection(String expression, Map<String, String> names) {
    /** The keys and the given attributes; empty, which fetches everything, when none are given. */
    static Optional<Projection> of(CheckpointTable table, List<String> attributes) {
        if (attributes.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> names = new HashMap<>();
        Stream.concat(Stream.of(table.hashKey(), table.rangeKey()), attributes.stream())
                .forEach(name -> names.put("#p" + names.size(), name));
        return Optional.of(new Projection(String.join(", ", names.keySet()), names));
    }
}
