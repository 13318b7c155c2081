package io.millrace.service.http;

import io.millrace.service.auth.Authenticator;
import io.millrace.service.tls.TlsIdentity;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Set;

/**
 * How the service is reached.
 *
 * @param address where to listen; port 0 takes a free one
 * @param tls shown to clients that begin with TLS
 * @param origins regular expressions of the web origins whose pages may send requests; {@code *} for all
 * @param authenticator finds out who sent a request
 * @param clock tells the Date of answers, which clients correct their own clocks by
 */
public record FrontEndOptions(
        InetSocketAddress address,
        TlsIdentity tls,
        Set<String> origins,
        Authenticator authenticator,
        Bounds bounds,
        InstantSource clock) {
    /** Pages that this machine serves. */
    public static final String LOCAL_ORIGINS = "https?://(localhost|127\\.0\\.0\\.1|\\[::1\\])(:\\d+)?";
}
