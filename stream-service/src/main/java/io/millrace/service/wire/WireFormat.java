package io.millrace.service.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import io.millrace.service.error.ServiceException.SerializationException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;

/**
 * The two forms of bodies. They differ in blobs (JSON: base64 text; CBOR: byte strings) and in times (JSON: seconds
 * since 1970 with a fraction; CBOR: milliseconds under the tag for epoch times).
 */
public enum WireFormat {
    JSON("application/x-amz-json-1.1", new BodyParser.Factory()) {
        @Override
        void writeTime(JsonGenerator out, Instant time) throws IOException {
            long millis = time.toEpochMilli();
            // As BigDecimal writes it, for a fraction of its cost: every record that is read has one.
            String fraction = Long.toString(1000 + millis % 1000).substring(1);
            out.writeNumber(millis / 1000 + "." + fraction);
        }

        @Override
        void writeBlob(JsonGenerator out, ByteBuffer blob) throws IOException {
            // The JDK's encoder is compiled as an intrinsic where the processor allows; Jackson's is not.
            ByteBuffer text = Base64.getEncoder().encode(blob.duplicate());
            out.writeRawUTF8String(text.array(), text.arrayOffset(), text.remaining());
        }

        @Override
        Instant time(BigDecimal number) {
            return Instant.ofEpochMilli(number.movePointRight(3).longValue());
        }
    },
    CBOR("application/x-amz-cbor-1.1", new CBORFactory()) {
        @Override
        void writeTime(JsonGenerator out, Instant time) throws IOException {
            ((CBORGenerator) out).writeTag(EPOCH_TAG);
            out.writeNumber(time.toEpochMilli());
        }

        @Override
        void writeBlob(JsonGenerator out, ByteBuffer blob) throws IOException {
            out.writeBinary(blob.array(), blob.arrayOffset() + blob.position(), blob.remaining());
        }

        @Override
        Instant time(BigDecimal number) {
            return Instant.ofEpochMilli(number.longValue());
        }
    };

    private static final int EPOCH_TAG = 1;

    private final String contentType;

    @SuppressWarnings("ImmutableEnumChecker") // Jackson's factories are thread-safe, and nobody reconfigures these two
    private final JsonFactory factory;

    WireFormat(String contentType, JsonFactory factory) {
        this.contentType = contentType;
        this.factory = factory;
    }

    /** The form of a body with this Content-Type; JSON for anything that is not CBOR, null included. */
    public static WireFormat of(String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith(CBOR.contentType) ? CBOR : JSON;
    }

    public String contentType() {
        return contentType;
    }

    /** What the payload of an event in this form is called. */
    public String eventContentType() {
        return this == JSON ? "application/json" : "application/cbor";
    }

    /**
     * Reads a request's body.
     *
     * @throws SerializationException when it is empty or not in this form, or a member has another type than the
     *     shape says
     */
    public Input read(byte[] body, Shape shape) {
        if (body.length == 0) {
            throw new SerializationException("the body is empty; a request without members has an empty object");
        }
        try (JsonParser parser = factory.createParser(body)) {
            parser.nextToken();
            Input input = shape.read(parser, this);
            return shape.checked(input);
        } catch (JsonEOFException e) {
            throw new SerializationException("the body is not valid " + this + ": it ends too early");
        } catch (JsonProcessingException e) {
            throw new SerializationException("the body is not valid " + this + ": " + e.getOriginalMessage() + " ("
                    + e.getLocation().offsetDescription() + ")");
        } catch (IOException e) {
            throw new SerializationException("the body is not valid " + this + ": " + e.getMessage());
        }
    }

    /**
     * Writes a reply's body.
     *
     * @param out stays open
     */
    public void write(Reply reply, OutputStream out) {
        try (JsonGenerator generator = factory.createGenerator(out)) {
            generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            generator.writeStartObject();
            reply.writeTo(new Output(generator, this));
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    abstract void writeBlob(JsonGenerator out, ByteBuffer blob) throws IOException;

    abstract void writeTime(JsonGenerator out, Instant time) throws IOException;

    abstract Instant time(BigDecimal number);
}
