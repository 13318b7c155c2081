package io.millrace.service.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;

/** Writes the members of one object of a reply. A member whose value is null is left out. */
public final class Output {
    private final JsonGenerator generator;
    private final WireFormat format;

    Output(JsonGenerator generator, WireFormat format) {
        this.generator = generator;
        this.format = format;
    }

    /** Writes one element of a list. */
    public interface Element<T> {
        void write(Output out, T value) throws IOException;
    }

    public Output text(String name, Object value) throws IOException {
        if (value != null) {
            generator.writeStringField(name, value.toString());
        }
        return this;
    }

    public Output number(String name, long value) throws IOException {
        generator.writeNumberField(name, value);
        return this;
    }

    public Output flag(String name, boolean value) throws IOException {
        generator.writeBooleanField(name, value);
        return this;
    }

    public Output time(String name, Instant value) throws IOException {
        generator.writeFieldName(name);
        format.writeTime(generator, value);
        return this;
    }

    /** The bytes of an array-backed buffer. */
    public Output blob(String name, ByteBuffer value) throws IOException {
        generator.writeFieldName(name);
        format.writeBlob(generator, value);
        return this;
    }

    public Output object(String name, Reply members) throws IOException {
        generator.writeObjectFieldStart(name);
        members.writeTo(this);
        generator.writeEndObject();
        return this;
    }

    /** A list of objects. */
    public <T> Output objects(String name, Iterable<? extends T> values, Element<T> element) throws IOException {
        generator.writeArrayFieldStart(name);
        for (T value : values) {
            generator.writeStartObject();
            element.write(this, value);
            generator.writeEndObject();
        }
        generator.writeEndArray();
        return this;
    }

    /** A list of texts. */
    public Output texts(String name, Iterable<String> values) throws IOException {
        generator.writeArrayFieldStart(name);
        for (String value : values) {
            generator.writeString(value);
        }
        generator.writeEndArray();
        return this;
    }
}
