package io.millrace.service.wire;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/**
 * A parser of JSON that decodes base64 where it stands in the body. Jackson decodes it character by character, copies
 * the result twice, and else goes through the string again to find its end; for a PutRecords that would be most of the
 * work. Used by one thread.
 */
final class BodyParser extends UTF8StreamJsonParser {
    private static final int GROUP = 4;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH_BYTE = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long QUOTES = '"' * EACH_BYTE;

    private BodyParser(IOContext context, int features, ByteQuadsCanonicalizer names, byte[] body, int from, int to) {
        super(context, features, null, null, names, body, from, to, 0, false);
    }

    /** Makes these parsers for bodies in UTF-8, and Jackson's own for others. Thread-safe. */
    static final class Factory extends JsonFactory {
        private static final long serialVersionUID = 1;

        @Override
        protected JsonParser _createParser(byte[] body, int offset, int length, IOContext context) throws IOException {
            // In UTF-16 and UTF-32 a brace has zeros beside it, and a byte order mark is no brace.
            boolean utf8 = length > 1 && body[offset] == '{' && body[offset + 1] != 0;
            if (!utf8) {
                return super._createParser(body, offset, length, context);
            }
            context.setEncoding(JsonEncoding.UTF8);
            ByteQuadsCanonicalizer names = _byteSymbolCanonicalizer.makeChild(_factoryFeatures);
            return new BodyParser(context, _parserFeatures, names, body, offset, offset + length);
        }
    }

    @Override
    public byte[] getBinaryValue(Base64Variant variant) throws IOException {
        byte[] plain = _currToken == JsonToken.VALUE_STRING && _tokenIncomplete ? plainBase64() : null;
        return plain == null ? super.getBinaryValue(variant) : plain;
    }

    /** Null when the string has escapes or blanks in it, or is wrong: Jackson knows what to say then. */
    private byte[] plainBase64() throws JsonParseException {
        int start = _inputPtr;
        int end = quote(start);
        if (end < 0) {
            return null;
        }
        if ((end - start) % GROUP != 0) {
            if (hasEscape(start, end)) {
                return null;
            }
            throw new JsonParseException(
                    this, "Base64 encoded length is expected a multiple of 4 bytes but found: " + (end - start));
        }
        try {
            ByteBuffer decoded = Base64.getDecoder().decode(ByteBuffer.wrap(_inputBuffer, start, end - start));
            if (decoded.array().length != decoded.remaining()) {
                return null;
            }
            _inputPtr = end + 1;
            _tokenIncomplete = false;
            _binaryValue = decoded.array();
            return _binaryValue;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private boolean hasEscape(int from, int to) {
        for (int at = from; at < to; at++) {
            if (_inputBuffer[at] == '\\') {
                return true;
            }
        }
        return false;
    }

    /** Where the next quote is, -1 when there is none; looks at eight bytes at a time. */
    private int quote(int from) {
        int at = from;
        for (; at <= _inputEnd - Long.BYTES; at += Long.BYTES) {
            // Zero where the quotes are; of a zero byte, and of the lowest one for certain, the high bit is set then.
            long other = (long) LONGS.get(_inputBuffer, at) ^ QUOTES;
            long found = (other - EACH_BYTE) & ~other & HIGH_BITS;
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        for (; at < _inputEnd; at++) {
            if (_inputBuffer[at] == '"') {
                return at;
            }
        }
        return -1;
    }
}
