package io.millrace.service.encryption;

import io.millrace.service.log.KeyBytes;
import io.millrace.service.log.LogException;
import io.millrace.service.log.NewRecord;
import io.millrace.service.log.ShardKey;
import io.millrace.service.log.StoredRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/**
 * The form of an encrypted record in the log: its partition key is empty, which no producer's is, and its payload is
 *
 * <pre>
 *   1  version, always 1
 *   1  length of the master key's id, and the id
 *  60  the data key, sealed with the master key: nonce (12) key (32) tag (16)
 *   8  number of the record under the data key: the nonce is four zero bytes and these
 *      encrypted: length of the partition key (2; -1: none) partition key (UTF-8) payload
 *  16  tag
 * </pre>
 *
 * <p>The tag covers all of it and the stream and shard, so an envelope is good in its own shard alone. Stateless.
 */
final class Envelope {
    private static final byte VERSION = 1;
    private static final int HEAD = 2;

    private Envelope() {}

    static boolean isSealed(StoredRecord stored) {
        return stored.partitionKey() != null && stored.partitionKey().isEmpty();
    }

    /** @param cipher for encrypting, of the caller's own */
    static NewRecord seal(NewRecord plain, ShardKey shard, DataKey key, Cipher cipher) {
        byte[] id = Gcm.utf8(key.master.id());
        byte[] partitionKey = KeyBytes.of(plain.partitionKey());
        int content = Short.BYTES + partitionKey.length + plain.data().length;
        int start = HEAD + id.length + DataKey.SEALED_BYTES + Long.BYTES;
        long number = key.nextRecord();
        ByteBuffer sealed = ByteBuffer.allocate(start + content + Gcm.TAG_BYTES)
                .put(VERSION)
                .put((byte) id.length)
                .put(id)
                .put(key.sealed())
                .putLong(number);
        KeyBytes.putLength(sealed, plain.partitionKey(), partitionKey)
                .put(partitionKey)
                .put(plain.data());
        try {
            Gcm.begin(cipher, Cipher.ENCRYPT_MODE, key.secret, nonce(number));
            cipher.updateAAD(place(shard));
            cipher.updateAAD(sealed.array(), 0, start);
            cipher.doFinal(sealed.array(), start, content, sealed.array(), start);
        } catch (GeneralSecurityException e) {
            throw Gcm.missing(e);
        }
        return new NewRecord("", sealed.array());
    }

    /** What is needed to open an envelope. */
    record Head(String masterId, ByteBuffer sealedKey) {}

    static Head head(StoredRecord stored) {
        ByteBuffer in = stored.data().duplicate();
        if (in.remaining() < HEAD || in.get() != VERSION) {
            throw damaged(stored, null);
        }
        byte[] id = new byte[in.get() & 0xff];
        byte[] key = new byte[DataKey.SEALED_BYTES];
        if (in.remaining() < id.length + key.length + Long.BYTES + Short.BYTES + Gcm.TAG_BYTES) {
            throw damaged(stored, null);
        }
        in.get(id).get(key);
        return new Head(new String(id, StandardCharsets.UTF_8), ByteBuffer.wrap(key));
    }

    /**
     * The record as it was put.
     *
     * @param cipher for decrypting, of the caller's own
     * @throws LogException when it is not what was sealed for this place
     */
    static StoredRecord open(StoredRecord stored, Head head, ShardKey shard, SecretKey key, Cipher cipher) {
        ByteBuffer data = stored.data();
        int from = data.arrayOffset() + data.position();
        int start = HEAD + Gcm.utf8(head.masterId()).length + DataKey.SEALED_BYTES + Long.BYTES;
        byte[] content;
        try {
            Gcm.begin(cipher, Cipher.DECRYPT_MODE, key, nonce(data.getLong(data.position() + start - Long.BYTES)));
            cipher.updateAAD(place(shard));
            cipher.updateAAD(data.array(), from, start);
            content = cipher.doFinal(data.array(), from + start, data.remaining() - start);
        } catch (AEADBadTagException e) {
            throw damaged(stored, e);
        } catch (GeneralSecurityException e) {
            throw Gcm.missing(e);
        }
        short keyLength = ByteBuffer.wrap(content).getShort();
        int payload = Short.BYTES + KeyBytes.count(keyLength);
        return new StoredRecord(
                stored.sequenceNumber(),
                KeyBytes.key(content, Short.BYTES, keyLength),
                ByteBuffer.wrap(content, payload, content.length - payload),
                true);
    }

    private static byte[] nonce(long number) {
        return ByteBuffer.allocate(Gcm.NONCE_BYTES)
                .putLong(Gcm.NONCE_BYTES - Long.BYTES, number)
                .array();
    }

    private static byte[] place(ShardKey shard) {
        return ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putLong(shard.stream())
                .putInt(shard.index())
                .array();
    }

    private static LogException damaged(StoredRecord stored, Exception cause) {
        return new LogException(
                "encrypted record " + stored.sequenceNumber() + " is damaged: it is not what was put there", cause);
    }
}
