package io.millrace.service.observe;

import io.millrace.service.stream.StreamKey;
import java.time.Instant;

/**
 * A request that has been answered. Holds nothing that a client wants to keep to itself: no body, no signature.
 *
 * @param time when it came
 * @param remote address that it came from
 * @param protocol such as HTTP/1.1
 * @param principal who sent it; null when that was not found out
 * @param operation in the API, or the path of a page; null when it named none that there is
 * @param stream that it named; null for none
 * @param status of HTTP
 * @param error its type; null when it went well
 * @param bytesIn of its body
 * @param bytesOut of the answer's body
 * @param nanos from its first byte to the answer's last one, in nanoseconds
 * @param requestId that the client was told; null for none
 */
public record FinishedRequest(
        Instant time,
        String remote,
        String protocol,
        String principal,
        String operation,
        StreamKey stream,
        int status,
        String error,
        long bytesIn,
        long bytesOut,
        long nanos,
        String requestId) {}
