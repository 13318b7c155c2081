package io.millrace.pig;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.io.Text;
import org.apache.pig.ResourceSchema;
import org.apache.pig.ResourceSchema.ResourceFieldSchema;
import org.apache.pig.data.DataByteArray;
import org.apache.pig.data.DataType;
import org.apache.pig.data.Tuple;

/** Takes tuples apart into partition key and payload. Immutable. */
final class OutgoingTuples {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int NO_KEY = -1;

    private final List<ResourceFieldSchema> fields;
    private final int key;

    private OutgoingTuples(List<ResourceFieldSchema> fields, int key) {
        this.fields = fields;
        this.key = key;
    }

    /**
     * For the tuples of a relation.
     *
     * @param schema empty or without fields when Pig knows none: then a tuple has to have one field, the payload
     * @throws IOException when the partition key is no field, or nothing is left for a payload
     */
    static OutgoingTuples of(Optional<ResourceSchema> schema, Optional<String> partitionKey) throws IOException {
        List<ResourceFieldSchema> fields =
                schema.map(ResourceSchema::getFields).map(Arrays::asList).orElse(List.of());
        List<String> names = fields.stream().map(ResourceFieldSchema::getName).toList();
        int key = partitionKey.map(names::indexOf).orElse(NO_KEY);
        if (partitionKey.isPresent() && key < 0) {
            throw new IOException(
                    "the partition key " + partitionKey.get() + " is no field of the relation; allowed are "
                            + (names.isEmpty() ? "none, as Pig knows no fields: name them with AS" : names));
        }
        if (key >= 0 && fields.size() == 1) {
            throw new IOException("the relation has no field but the partition key " + names.get(key)
                    + ": a record needs a payload too");
        }
        if (payloads(fields, key) > 1 && names.contains(null)) {
            throw new IOException("a field of " + names
                    + " has no name: several fields become a JSON object, so name them" + " all with AS");
        }
        return new OutgoingTuples(fields, key);
    }

    private static int payloads(List<ResourceFieldSchema> fields, int key) {
        return key < 0 ? fields.size() : fields.size() - 1;
    }

    /** Null for any one, so that records are spread evenly. */
    Text partitionKey(Tuple tuple) throws IOException {
        Object value = key < 0 ? null : tuple.get(key);
        return value == null ? null : new Text(value.toString());
    }

    /**
     * The record's bytes.
     *
     * @throws IOException when the tuple is not of the relation's form
     */
    byte[] payload(Tuple tuple) throws IOException {
        int expected = fields.isEmpty() ? 1 : fields.size();
        if (tuple.size() != expected) {
            throw new IOException("a tuple has " + tuple.size() + " fields, where " + expected
                    + (fields.isEmpty() ? " is allowed as Pig knows no names" : " are expected"));
        }
        if (payloads(fields, key) > 1) {
            return JSON.writeValueAsBytes(object(tuple));
        }
        Object value = tuple.get(key == 0 ? 1 : 0);
        if (value == null) {
            return new byte[0];
        }
        if (value instanceof DataByteArray bytes) {
            return bytes.get();
        }
        return DataType.isComplex(DataType.findType(value))
                ? JSON.writeValueAsBytes(PigJson.of(value, Optional.empty()))
                : value.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Map<String, Object> object(Tuple tuple) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            if (i != key) {
                ResourceFieldSchema field = fields.get(i);
                members.put(field.getName(), PigJson.of(tuple.get(i), Optional.ofNullable(field.getSchema())));
            }
        }
        return members;
    }
}
