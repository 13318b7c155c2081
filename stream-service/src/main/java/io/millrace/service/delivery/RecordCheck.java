package io.millrace.service.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.millrace.service.channel.RecordFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Tells whether records are what their channel's format says. Stateless. */
final class RecordCheck {
    /** Whatever one record can hold is no reason to call it malformed. */
    private static final StreamReadConstraints ANY_SIZE = StreamReadConstraints.builder()
            .maxNestingDepth(Integer.MAX_VALUE)
            .maxNumberLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .build();

    /** Names of members come from producers and have no end, so they are not remembered. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(ANY_SIZE)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private RecordCheck() {}

    /** What is wrong with a record. */
    record Trouble(String code, String message) {}

    /** Empty for a record that is fit. */
    static Optional<Trouble> trouble(RecordFormat format, ByteBuffer data) {
        if (format == RecordFormat.BYTE_ARRAY) {
            return Optional.empty();
        }
        CharBuffer text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(data.duplicate());
        } catch (CharacterCodingException e) {
            return Optional.of(new Trouble("InvalidUtf8", "the record is no UTF-8 text: " + e.getMessage()));
        }
        return format == RecordFormat.STRING ? Optional.empty() : jsonTrouble(text);
    }

    private static Optional<Trouble> jsonTrouble(CharBuffer text) {
        try (JsonParser parser = JSON.createParser(text.array(), text.arrayOffset(), text.remaining())) {
            if (parser.nextToken() == null) {
                return Optional.of(new Trouble("InvalidJson", "the record is empty"));
            }
            parser.skipChildren();
            return parser.nextToken() == null
                    ? Optional.empty()
                    : Optional.of(new Trouble("InvalidJson", "the record has more than one JSON value"));
        } catch (JsonProcessingException e) {
            return Optional.of(new Trouble("InvalidJson", e.getOriginalMessage()));
        } catch (IOException e) {
            throw new IllegalStateException("text in memory can be read", e);
        }
    }
}
