package io.millrace.service.auth;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;

/**
 * The parts of a request that a signature covers.
 *
 * @param path as sent, percent-encoded; never empty
 * @param query as sent, without the question mark; null when there is none
 * @param headers the values of a header by its name in any case, in their order; empty when there is none
 * @param body not to be changed
 */
public record SignedRequest(
        String method, String path, String query, Function<String, List<String>> headers, ByteBuffer body) {
    /** The first value of a header; null when there is none. */
    String header(String name) {
        List<String> values = headers.apply(name);
        return values.isEmpty() ? null : values.get(0);
    }
}
