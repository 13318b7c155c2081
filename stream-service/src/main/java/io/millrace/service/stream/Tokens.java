package io.millrace.service.stream;

import io.millrace.service.log.LogChange;
import io.millrace.service.log.ShardLog;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns what a client hands back later (iterators, paging tokens) into opaque text, and tells its own from forged ones:
 * the text is the base64 of the payload and its HMAC-SHA256. Thread-safe.
 */
public final class Tokens {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int TAG = 32;
    private static final int SECRET_BYTES = 32;

    private final SecretKeySpec key;

    /** With the key that a log holds, which is made once: what was handed out outlives a restart. */
    public static Tokens of(ShardLog log) {
        Optional<byte[]> kept = CatalogueCodec.find(log, CatalogueCodec.SECRET, byte[].class);
        if (kept.isPresent()) {
            return new Tokens(kept.get());
        }
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        log.commitNow(
                new LogChange.Builder()
                        .put(CatalogueCodec.SECRET, CatalogueCodec.bytes(secret))
                        .build(),
                () -> {});
        return new Tokens(secret);
    }

    Tokens(byte[] secret) {
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    public String seal(byte[] payload) {
        byte[] sealed = Arrays.copyOf(payload, payload.length + TAG);
        System.arraycopy(tag(payload), 0, sealed, payload.length, TAG);
        return Base64.getEncoder().encodeToString(sealed);
    }

    /** The payload, empty when this key did not seal it. */
    public Optional<byte[]> open(String token) {
        byte[] sealed;
        try {
            sealed = Base64.getDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        // Base64 has several texts for the same bytes; only the one that was given counts.
        if (sealed.length < TAG || !Base64.getEncoder().encodeToString(sealed).equals(token)) {
            return Optional.empty();
        }
        byte[] payload = Arrays.copyOf(sealed, sealed.length - TAG);
        byte[] tag = Arrays.copyOfRange(sealed, payload.length, sealed.length);
        return MessageDigest.isEqual(tag, tag(payload)) ? Optional.of(payload) : Optional.empty();
    }

    private byte[] tag(byte[] payload) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(payload);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
