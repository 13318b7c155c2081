package io.millrace.service.encryption;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256-GCM of the JDK: what it gives is encrypted and authenticated. */
final class Gcm {
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;
    private static final String ALGORITHM = "AES/GCM/NoPadding";

    private Gcm() {}

    /** A cipher of one's own, to be begun by {@link #begin}. */
    static Cipher cipher() {
        try {
            return Cipher.getInstance(ALGORITHM);
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /** @param nonce the first bytes count */
    static Cipher cipher(int mode, SecretKey key, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = cipher();
        begin(cipher, mode, key, nonce);
        return cipher;
    }

    /** @param nonce the first bytes count; never the same twice with a key when encrypting */
    static void begin(Cipher cipher, int mode, SecretKey key, byte[] nonce) throws GeneralSecurityException {
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce, 0, NONCE_BYTES));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static IllegalStateException missing(GeneralSecurityException e) {
        return new IllegalStateException("every JDK has " + ALGORITHM + " with 256 bits", e);
    }
}
