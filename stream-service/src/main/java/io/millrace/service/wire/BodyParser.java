package io.millrace.service.wire;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * A parser of JSON that decodes base64 where it stands in the body. Jackson decodes it character by character and copies
 * the result twice; for a PutRecords that would be most of the work.
 */
final class BodyParser extends JsonParserDelegate {
    private static final int GROUP = 4;

    private final byte[] body;

    /** @param parser at the beginning of the body */
    BodyParser(JsonParser parser, byte[] body) {
        super(parser);
        this.body = body;
    }

    @Override
    public byte[] getBinaryValue(Base64Variant variant) throws IOException {
        byte[] plain = delegate.currentToken() == JsonToken.VALUE_STRING ? plainBase64() : null;
        return plain == null ? super.getBinaryValue(variant) : plain;
    }

    /** Null when the string has escapes or blanks in it, lacks padding, or is wrong: Jackson knows what to say then. */
    private byte[] plainBase64() {
        // That of the quote; Jackson has read nothing of the string yet.
        int start = (int) delegate.currentTokenLocation().getByteOffset() + 1;
        int end = start;
        while (end < body.length && body[end] != '"') {
            end++;
        }
        if (end == body.length || (end - start) % GROUP != 0) {
            return null;
        }
        try {
            ByteBuffer decoded = Base64.getDecoder().decode(ByteBuffer.wrap(body, start, end - start));
            return decoded.array().length == decoded.remaining() ? decoded.array() : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
