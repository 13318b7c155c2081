package io.millrace.benchmark.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;

/** The two forms of bodies. */
enum Format {
    JSON("application/x-amz-json-1.1", new ObjectMapper()),
    CBOR("application/x-amz-cbor-1.1", new CBORMapper());

    final String contentType;

    @SuppressWarnings("ImmutableEnumChecker") // thread-safe, and nobody reconfigures it
    final ObjectMapper mapper;

    Format(String contentType, ObjectMapper mapper) {
        this.contentType = contentType;
        this.mapper = mapper;
    }

    /** @throws IOException when an answer is cut off or of another form */
    JsonNode read(byte[] answer) throws IOException {
        try {
            return mapper.readTree(answer);
        } catch (JsonProcessingException e) {
            throw new IOException("answers what is no whole " + this, e);
        }
    }
}
