package io.millrace.payload;

import io.millrace.client.Payload;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The records between the delimiters of a payload, cut out one by one, so that a payload of many lines is not held twice.
 * A delimiter at the very end ends the last record; between two of them is an empty one. Not thread-safe.
 */
final class Pieces implements Iterator<Payload> {
    private final byte[] bytes;
    private final byte[] delimiter;
    private int from;
    private boolean done;

    /**
     * At the first record.
     *
     * @param delimiter not empty
     */
    Pieces(Payload payload, byte[] delimiter) {
        this.bytes = payload.bytes();
        this.delimiter = delimiter;
    }

    @Override
    public boolean hasNext() {
        return !done;
    }

    @Override
    public Payload next() {
        if (done) {
            throw new NoSuchElementException();
        }
        int end = from;
        while (end < bytes.length && !isDelimiter(end)) {
            end++;
        }
        Payload piece =
                Payload.sharing(from == 0 && end == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, end));
        from = end + delimiter.length;
        done = from >= bytes.length;
        return piece;
    }

    private boolean isDelimiter(int at) {
        int end = at + delimiter.length;
        return bytes[at] == delimiter[0]
                && end <= bytes.length
                && Arrays.equals(bytes, at, end, delimiter, 0, delimiter.length);
    }
}
