package io.millrace.payload;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/**
 * Gzip of which all bytes must be sound: one member after the other, and nothing else. The JDK's stream takes what it can't read
 * after a member for the end, and says nothing of a second member that is cut off or damaged. Not thread-safe.
 */
final class WholeGzip extends GZIPInputStream {
    /** The checksum and the length at the end of a member, which the inflater does not take. */
    private static final int TRAILER = 8;

    WholeGzip(byte[] bytes) throws IOException {
        // Room for all of them at once, so that the inflater knows what is left.
        super(new ByteArrayInputStream(bytes), Math.max(1, bytes.length));
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int count = super.read(into, from, length);
        int left = inf.getRemaining() - TRAILER;
        if (count < 0 && left > 0) {
            throw new IOException(left + " bytes after its end are no more gzip");
        }
        return count;
    }
}
