package io.millrace.payload;

import io.millrace.client.Payload;
import io.millrace.config.Packing;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;

/** Finds the records in a payload that a producer has put: decompresses it, then splits it. Immutable and thread-safe. */
public final class PayloadReader {
    private final Decompressor decompressor;
    private final Optional<byte[]> delimiter;

    /** A reader of payloads that are packed so. */
    public PayloadReader(Packing packing) {
        this.decompressor = new Decompressor(packing.compression(), packing.mostBytes());
        this.delimiter = packing.delimiter().map(text -> text.bytes());
    }

    /**
     * The records in order, at least one.
     *
     * @throws UnreadablePayloadException when it can't be decompressed
     */
    public Iterator<Payload> records(Payload payload) throws UnreadablePayloadException {
        Payload plain = decompressor.decompress(payload);
        return delimiter
                .<Iterator<Payload>>map(bytes -> new Pieces(plain, bytes))
                .orElseGet(() -> Collections.singleton(plain).iterator());
    }
}
