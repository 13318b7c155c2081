package io.millrace.service.encryption;

import io.millrace.service.error.ServiceException.KMSInvalidStateException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;

/** The data keys in use: those that seal, one per stream, and those that were needed to open. Thread-safe. */
final class DataKeys {
    /** How long one seals. */
    private static final Duration LIFETIME = Duration.ofHours(1);

    private static final int MOST_OPENED = 1000;

    private final MasterKeys masters;
    private final InstantSource clock;
    private final Map<Long, DataKey> sealing = new ConcurrentHashMap<>();
    private final Map<Opened, SecretKey> opened = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Opened, SecretKey> eldest) {
            return size() > MOST_OPENED;
        }
    });

    private record Opened(long stream, Envelope.Head head) {}

    DataKeys(MasterKeys masters, InstantSource clock) {
        this.masters = masters;
        this.clock = clock;
    }

    /** The one that seals a stream's records now. */
    DataKey sealing(long stream, KeyName name) {
        MasterKey master = masters.named(name);
        Instant now = clock.instant();
        DataKey present = sealing.get(stream);
        if (present != null && isGood(present, master, now)) {
            return present;
        }
        // Streams come and go: only keys of the last hour are kept.
        sealing.values().removeIf(old -> isOver(old, now));
        return sealing.compute(
                stream, (id, key) -> key != null && isGood(key, master, now) ? key : DataKey.make(master, stream, now));
    }

    private static boolean isGood(DataKey key, MasterKey master, Instant now) {
        return key.master.id().equals(master.id()) && !isOver(key, now);
    }

    private static boolean isOver(DataKey key, Instant now) {
        return !now.isBefore(key.made.plus(LIFETIME));
    }

    /** The secret of the data key that an envelope carries. */
    SecretKey opening(long stream, Envelope.Head head) {
        // Asked for first: a key that is gone or disabled opens nothing.
        MasterKey master = masters.withId(head.masterId());
        Opened which = new Opened(stream, head);
        SecretKey known = opened.get(which);
        if (known != null) {
            return known;
        }
        try {
            SecretKey secret = DataKey.open(master, stream, bytes(head.sealedKey()));
            opened.put(which, secret);
            return secret;
        } catch (AEADBadTagException e) {
            throw new KMSInvalidStateException("Key '" + head.masterId() + "' does not open the data key of a record:"
                    + " the key file has other bits under this id than when it was put, or the record is damaged.");
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
