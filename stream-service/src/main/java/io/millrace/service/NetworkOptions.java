package io.millrace.service;

import io.millrace.service.auth.AnyCaller;
import io.millrace.service.auth.Authenticator;
import io.millrace.service.auth.KeyFile;
import io.millrace.service.auth.SignatureVerifier;
import io.millrace.service.http.Bounds;
import io.millrace.service.http.FrontEndOptions;
import io.millrace.service.tls.SelfSigned;
import io.millrace.service.tls.TlsFiles;
import io.millrace.service.tls.TlsIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Option;

/** The options of the command line that tell where the service listens, to whom, and how much it bears. */
final class NetworkOptions {
    private static final int HIGHEST_PORT = 65_535;

    @Option(names = "--port", paramLabel = "N", defaultValue = "4567", description = """
                    Port to listen on, 0 for a free one; HTTP/1.1, HTTP/2 and TLS share it. Default: \
                    ${DEFAULT-VALUE}""")
    private int port;

    @Option(
            names = {"--host", "--bind"},
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = """
                    Address to listen on. One that other machines reach needs --credentials or --insecure. \
                    Default: ${DEFAULT-VALUE}""")
    private String host;

    @Option(names = "--credentials", paramLabel = "FILE", description = """
                    YAML or JSON file with the keys whose signatures are accepted. Default: none, every request is \
                    accepted""")
    private Path credentials;

    @Option(
            names = "--insecure",
            description = "Listens on an address that other machines reach although no signature is checked")
    private boolean insecure;

    @Option(names = "--tls-certificate", paramLabel = "FILE", description = """
                    Certificate for TLS: PEM (with --tls-key) or PKCS12 (.p12, .pfx). Default: a self-signed one \
                    made at start, found as certificate.pem in the data folder""")
    private Path tlsCertificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Private key of a PEM certificate, no password")
    private Path tlsKey;

    @Option(
            names = "--tls-password",
            paramLabel = "TEXT",
            defaultValue = "",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
            description = "Password of a PKCS12 file; better given by environment or file")
    private String tlsPassword;

    @Option(names = "--cors-origin", paramLabel = "REGEX", split = "\\s+", hideParamSyntax = true, description = """
                    Web origins whose pages may send requests, * for all; can be repeated. Default: all with \
                    --credentials, else pages from this machine""")
    private List<String> corsOrigins;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            defaultValue = "1024",
            description = "Most connections at once; further ones wait. Default: ${DEFAULT-VALUE}")
    private int maxConnections;

    @Option(
            names = "--idle-timeout",
            paramLabel = "DURATION",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description = "How long a connection may be silent before it is closed. Default: ${DEFAULT-VALUE}")
    private Duration idleTimeout;

    int port() {
        return port;
    }

    String host() {
        return host;
    }

    /** For the operator: who is let in. */
    String access() {
        return credentials == null
                ? "signatures are NOT checked: whoever reaches it has all streams"
                : "signatures are checked against " + credentials;
    }

    /** Sees that the options fit each other. */
    void check(Function<String, ? extends RuntimeException> wrong) {
        if (port < 0 || port > HIGHEST_PORT) {
            throw wrong.apply("--port " + port + " is not a port; allowed are 0 to " + HIGHEST_PORT);
        }
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw wrong.apply("--host '" + host + "' is not an address or name of this machine");
        }
        if (credentials == null && !insecure && !address.getAddress().isLoopbackAddress()) {
            throw wrong.apply("--host " + host + " is reached from other machines and no signature is checked: name a "
                    + "key file with --credentials, or say --insecure");
        }
        if (tlsKey != null && tlsCertificate == null) {
            throw wrong.apply("--tls-key goes with --tls-certificate");
        }
        if (tlsCertificate != null && tlsKey == null && !TlsFiles.isPkcs12(tlsCertificate)) {
            throw wrong.apply("--tls-certificate " + tlsCertificate
                    + " needs --tls-key, or a name that ends with .p12 or .pfx for PKCS12");
        }
        if (maxConnections < 1) {
            throw wrong.apply("--max-connections " + maxConnections + " is too small; allowed are 1 and more");
        }
        if (idleTimeout.isZero()) {
            throw wrong.apply("--idle-timeout 0 would close every connection; name a longer time");
        }
        for (String origin : origins()) {
            try {
                Pattern.compile(origin.equals("*") ? ".*" : origin);
            } catch (PatternSyntaxException e) {
                throw wrong.apply("--cors-origin '" + origin + "' is not a regular expression: " + e.getDescription());
            }
        }
    }

    /** @throws IOException when a file can't be used; the message names it */
    FrontEndOptions frontEnd(String account, InstantSource clock) throws IOException {
        Authenticator authenticator = credentials == null
                ? new AnyCaller(account)
                : new SignatureVerifier(KeyFile.read(credentials, account), clock);
        Bounds standard = Bounds.standard();
        Bounds bounds = new Bounds(
                maxConnections,
                idleTimeout,
                standard.bytesPerSecond(),
                standard.bytesInFlight(),
                standard.longestWait());
        return new FrontEndOptions(
                new InetSocketAddress(host, port), tls(clock), origins(), authenticator, bounds, clock);
    }

    private Set<String> origins() {
        if (corsOrigins != null) {
            return Set.copyOf(corsOrigins);
        }
        return Set.of(credentials == null ? FrontEndOptions.LOCAL_ORIGINS : "*");
    }

    private TlsIdentity tls(InstantSource clock) throws IOException {
        if (tlsCertificate == null) {
            return SelfSigned.make(host, clock.instant());
        }
        return tlsKey == null ? TlsFiles.pkcs12(tlsCertificate, tlsPassword) : TlsFiles.pem(tlsCertificate, tlsKey);
    }
}
