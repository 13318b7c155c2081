package io.millrace.service.auth;

import io.millrace.service.error.ServiceException.ExpiredTokenException;
import io.millrace.service.error.ServiceException.IncompleteSignatureException;
import io.millrace.service.error.ServiceException.InvalidSignatureException;
import io.millrace.service.error.ServiceException.UnrecognizedClientException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Verifies Signature Version 4 in the Authorization header: the key is known, the time within 15 minutes of the
 * clock, and the signature is that of these headers and this very body. Signatures are compared in constant time.
 * Thread-safe.
 */
public final class SignatureVerifier implements Authenticator {
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final String SERVICE = "kinesis";
    private static final String DATE_HEADER = "x-amz-date";
    private static final String BODY_HASH = "x-amz-content-sha256";
    private static final String TOKEN = "x-amz-security-token";
    /** By which names the host is signed: the SDK for JavaScript signs what HTTP/2 calls it. */
    private static final List<String> HOST = List.of("host", ":authority");

    private static final String TARGET = "x-amz-target";

    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,64}");

    private final Map<String, Key> keys;
    /** The last one of each access key, so that there are never more of them than keys. */
    private final Map<String, SigningKey> signingKeys = new ConcurrentHashMap<>();

    private final InstantSource clock;

    /** @param keys by access key */
    public SignatureVerifier(Map<String, Key> keys, InstantSource clock) {
        this.keys = Map.copyOf(keys);
        this.clock = clock;
    }

    @Override
    public Identity identify(SignedRequest request) {
        String time = request.header(DATE_HEADER);
        Authorization given = Authorization.parse(request.header("authorization"), time != null);
        Key key = keys.get(given.accessKey());
        if (key == null) {
            throw unrecognized();
        }
        checkScope(given, time);
        checkTime(time);
        checkSignedHeaders(given, request);
        checkSignature(given, request, time, key);
        checkToken(key, request.header(TOKEN));
        return new Identity(key.account(), key.principal(), true, given.region(), key.permissions());
    }

    private static void checkScope(Authorization given, String time) {
        if (!given.service().equals(SERVICE)) {
            throw new InvalidSignatureException("Credential should be scoped to correct service: '" + SERVICE + "'.");
        }
        if (!REGION.matcher(given.region()).matches()) {
            throw new InvalidSignatureException("Credential should be scoped to a valid region.");
        }
        if (!time.startsWith(given.date() + "T")) {
            throw new InvalidSignatureException("Date in Credential scope does not match YYYYMMDD from ISO-8601"
                    + " version of date from HTTP: '" + given.date() + "' != '"
                    + time.substring(0, Math.min(8, time.length())) + "', from '" + time + "'.");
        }
    }

    private void checkTime(String time) {
        Instant signed;
        try {
            signed = Instant.from(BASIC.parse(time));
        } catch (DateTimeParseException e) {
            throw new IncompleteSignatureException("Date must be in ISO-8601 'basic format'. Got '" + time
                    + "'. See http://en.wikipedia.org/wiki/ISO_8601");
        }
        Instant now = clock.instant();
        if (signed.isBefore(now.minus(WINDOW))) {
            throw new InvalidSignatureException("Signature expired: " + time + " is now earlier than "
                    + BASIC.format(now.minus(WINDOW)) + " (" + BASIC.format(now) + " - 15 min.)");
        }
        if (signed.isAfter(now.plus(WINDOW))) {
            throw new InvalidSignatureException("Signature not yet current: " + time + " is still later than "
                    + BASIC.format(now.plus(WINDOW)) + " (" + BASIC.format(now) + " + 15 min.)");
        }
    }

    private static void checkSignedHeaders(Authorization given, SignedRequest request) {
        // Without these in the signature, a captured request could be turned into another one.
        if (HOST.stream().noneMatch(given.signedHeaders()::contains)) {
            throw mustBeSigned(HOST.get(0));
        }
        if (request.header(TARGET) != null && !given.signedHeaders().contains(TARGET)) {
            throw mustBeSigned(TARGET);
        }
    }

    private static InvalidSignatureException mustBeSigned(String header) {
        return new InvalidSignatureException("'" + header + "' must be a 'SignedHeader' in the AWS Authorization.");
    }

    private void checkSignature(Authorization given, SignedRequest request, String time, Key key) {
        String hash = Digests.sha256(request.body());
        String claimed = request.header(BODY_HASH);
        if (claimed != null && !sameText(claimed, hash)) {
            throw new InvalidSignatureException("The value passed in as " + BODY_HASH + " does not match the computed"
                    + " payload hash. Computed digest: " + hash);
        }
        String canonical = CanonicalRequest.of(request, given.signedHeaders(), hash);
        String toSign = String.join("\n", Authorization.ALGORITHM, time, given.scope(), Digests.sha256(canonical));
        SigningKey signing = signingKey(given, key);
        String expected = HexFormat.of().formatHex(Digests.hmac(signing.bytes(), toSign));
        if (!sameText(expected, given.signature())) {
            throw new InvalidSignatureException("The request signature we calculated does not match the signature you"
                    + " provided. Check your AWS Secret Access Key and signing method. Consult the service"
                    + " documentation for details.");
        }
        signingKeys.put(given.accessKey(), signing);
    }

    /** What signs the requests of one scope: it is derived in four steps, and the same for all of a day. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record SigningKey(String scope, byte[] bytes) {}

    private SigningKey signingKey(Authorization given, Key key) {
        SigningKey last = signingKeys.get(given.accessKey());
        return last != null && last.scope().equals(given.scope())
                ? last
                : new SigningKey(given.scope(), Digests.signingKey(key.secret(), given));
    }

    private void checkToken(Key key, String token) {
        if (!sameText(key.sessionToken().orElse(""), token == null ? "" : token)) {
            throw unrecognized();
        }
        if (key.expires().filter(end -> !clock.instant().isBefore(end)).isPresent()) {
            throw new ExpiredTokenException("The security token included in the request is expired");
        }
    }

    private static boolean sameText(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static UnrecognizedClientException unrecognized() {
        return new UnrecognizedClientException("The security token included in the request is invalid.");
    }
}
