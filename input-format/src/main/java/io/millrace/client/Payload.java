package io.millrace.client;

import java.util.Arrays;

/** The bytes of a record. Immutable as long as nobody writes to the array that it shares; equal when the bytes are. */
public final class Payload {
    private final byte[] bytes;

    private Payload(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Wraps the array without copying it. */
    public static Payload sharing(byte[] bytes) {
        return new Payload(bytes);
    }

    /** The array itself, all of which belongs to the record; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
