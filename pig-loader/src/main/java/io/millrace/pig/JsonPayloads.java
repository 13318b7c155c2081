package io.millrace.pig;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.pig.RecordTuples.Payloads;
import java.io.IOException;
import org.apache.pig.ResourceSchema.ResourceFieldSchema;

/** Payloads that are JSON objects: a field of AS is the member of its name, or null where there is none. Thread-safe. */
final class JsonPayloads implements Payloads<JsonNode> {
    private static final ObjectReader READER = JsonMapper.builder()
            // Else 1.50 would become 1.5 on its way to a chararray or a bigdecimal.
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    @Override
    public JsonNode open(byte[] payload) throws IOException {
        try {
            JsonNode object = READER.readTree(payload);
            if (!object.isObject()) {
                throw new IOException("its payload is not a JSON object");
            }
            return object;
        } catch (JsonProcessingException e) {
            throw new IOException("its payload is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    @Override
    public Object field(JsonNode object, ResourceFieldSchema field) throws IOException {
        return JsonValues.of(object.get(field.getName()), field, field.getName());
    }
}
