package io.millrace.pig;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pig.ResourceSchema;
import org.apache.pig.ResourceSchema.ResourceFieldSchema;
import org.apache.pig.data.DataBag;
import org.apache.pig.data.DataByteArray;
import org.apache.pig.data.Tuple;

/**
 * Pig's values as what a JSON writer takes: maps, and tuples whose fields have names, are objects; bags and other tuples
 * are arrays; bytes are their text, times ISO 8601. Stateless.
 */
final class PigJson {
    private PigJson() {}

    /**
     * The value, null for null.
     *
     * @param inner the schema of a tuple's fields or of a bag's tuples, where it is known
     */
    static Object of(Object value, Optional<ResourceSchema> inner) throws IOException {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> members = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                members.put(entry.getKey().toString(), of(entry.getValue(), Optional.empty()));
            }
            return members;
        }
        if (value instanceof DataBag bag) {
            // A bag's schema is that of a field which is its tuple.
            Optional<ResourceSchema> tuples = inner.map(ResourceSchema::getFields)
                    .filter(fields -> fields.length == 1)
                    .map(fields -> fields[0].getSchema());
            List<Object> elements = new ArrayList<>();
            for (Tuple tuple : bag) {
                elements.add(of(tuple, tuples));
            }
            return elements;
        }
        if (value instanceof Tuple tuple) {
            return tuple(tuple, inner);
        }
        boolean isJson = value == null || value instanceof Number || value instanceof Boolean;
        return isJson ? value : value instanceof DataByteArray bytes ? bytes.toString() : value.toString();
    }

    private static Object tuple(Tuple tuple, Optional<ResourceSchema> inner) throws IOException {
        List<ResourceFieldSchema> fields =
                inner.map(ResourceSchema::getFields).map(Arrays::asList).orElse(List.of());
        boolean named = fields.size() == tuple.size() && fields.stream().allMatch(field -> field.getName() != null);
        Map<String, Object> members = new LinkedHashMap<>();
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < tuple.size(); i++) {
            Optional<ResourceSchema> own =
                    named ? Optional.ofNullable(fields.get(i).getSchema()) : Optional.empty();
            Object element = of(tuple.get(i), own);
            elements.add(element);
            if (named) {
                members.put(fields.get(i).getName(), element);
            }
        }
        return named ? members : elements;
    }
}
