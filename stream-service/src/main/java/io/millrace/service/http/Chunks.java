package io.millrace.service.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;

/**
 * The chunked coding of HTTP/1.1, each chunk sent with its end. Jetty sends the end of a chunk with the beginning of the
 * next one, but urllib3, so boto3, hands out a chunk only once it has seen its end, and without chunks only what makes 64 KiB.
 * Stateless.
 */
final class Chunks {
    /** Without Jetty's constant for its name, and so nothing that Jetty codes by itself. */
    static final HttpField HEADER =
            new HttpField(null, HttpHeader.TRANSFER_ENCODING.asString(), HttpHeaderValue.CHUNKED.asString());

    private static final String LAST = "0\r\n\r\n";

    private Chunks() {}

    /**
     * A chunk, and behind it the end of the whole body where nothing follows.
     *
     * @param content may be empty only when it is the last
     */
    static ByteBuffer of(ByteBuffer content, boolean last) {
        int length = content.remaining();
        byte[] before = ascii(length == 0 ? "" : Integer.toHexString(length) + "\r\n");
        byte[] after = ascii((length == 0 ? "" : "\r\n") + (last ? LAST : ""));
        return ByteBuffer.allocate(before.length + length + after.length)
                .put(before)
                .put(content)
                .put(after)
                .flip();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
