package io.millrace.service.encryption;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that seals a stream's records for a while. It is made by the process that uses it and never by two, so a
 * counter gives each record a nonce of its own. With each record goes the key itself, sealed with a master key.
 * Thread-safe.
 */
final class DataKey {
    static final int SEALED_BYTES = Gcm.NONCE_BYTES + 32 + Gcm.TAG_BYTES;
    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    final MasterKey master;
    final Instant made;
    final SecretKey secret;
    private final byte[] sealed;
    private final AtomicLong records = new AtomicLong();

    private DataKey(MasterKey master, Instant made, SecretKey secret, byte[] sealed) {
        this.master = master;
        this.made = made;
        this.secret = secret;
        this.sealed = sealed;
    }

    /** A new one for a stream. */
    static DataKey make(MasterKey master, long stream, Instant now) {
        byte[] bytes = new byte[KEY_BYTES];
        byte[] nonce = new byte[Gcm.NONCE_BYTES];
        RANDOM.nextBytes(bytes);
        RANDOM.nextBytes(nonce);
        try {
            Cipher cipher = Gcm.cipher(Cipher.ENCRYPT_MODE, master.secret(), nonce);
            cipher.updateAAD(context(master.id(), stream));
            byte[] sealed = ByteBuffer.allocate(SEALED_BYTES)
                    .put(nonce)
                    .put(cipher.doFinal(bytes))
                    .array();
            return new DataKey(master, now, new SecretKeySpec(bytes, "AES"), sealed);
        } catch (GeneralSecurityException e) {
            throw Gcm.missing(e);
        }
    }

    /**
     * The secret of a data key that went with a record.
     *
     * @throws AEADBadTagException when the master key did not seal it for this stream
     */
    static SecretKey open(MasterKey master, long stream, byte[] sealed) throws AEADBadTagException {
        try {
            Cipher cipher = Gcm.cipher(Cipher.DECRYPT_MODE, master.secret(), sealed);
            cipher.updateAAD(context(master.id(), stream));
            byte[] bytes = cipher.doFinal(sealed, Gcm.NONCE_BYTES, sealed.length - Gcm.NONCE_BYTES);
            return new SecretKeySpec(bytes, "AES");
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw Gcm.missing(e);
        }
    }

    byte[] sealed() {
        return sealed;
    }

    /** The number of one more record, never given twice. */
    long nextRecord() {
        return records.getAndIncrement();
    }

    private static byte[] context(String masterId, long stream) {
        byte[] id = Gcm.utf8(masterId);
        return ByteBuffer.allocate(Long.BYTES + id.length)
                .putLong(stream)
                .put(id)
                .array();
    }
}
