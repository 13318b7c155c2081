package io.millrace.service.stream;

import io.millrace.service.channel.DeliveryKey;
import io.millrace.service.channel.Progress;
import io.millrace.service.log.LogChange;
import io.millrace.service.log.ShardLog;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far channels have come with the shards of their streams: a view of the catalogue's entries, which are on disk before
 * they are seen. Thread-safe.
 */
public final class Deliveries {
    private static final String PREFIX = "delivery/";

    private final ShardLog log;
    private final Map<DeliveryKey, Progress> byKey = new ConcurrentHashMap<>();

    /** Reads how far they were when the log was closed. */
    Deliveries(ShardLog log) {
        this.log = log;
        log.entries(PREFIX).forEach(this::see);
    }

    /** Empty for a shard that came after the channel and of which nothing was delivered yet. */
    public Optional<Progress> find(DeliveryKey key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** All that there are, those of channels and shards that are gone included. */
    public Collection<DeliveryKey> keys() {
        return List.copyOf(byKey.keySet());
    }

    /** Stores how far a channel is. */
    public void advance(DeliveryKey key, Progress progress) {
        LogChange.Builder change = new LogChange.Builder();
        put(change, key, progress);
        commit(change);
    }

    /** Removes what belongs to channels or shards that are gone. */
    public void forget(Collection<DeliveryKey> keys) {
        LogChange.Builder change = new LogChange.Builder();
        keys.forEach(key -> change.remove(name(key)));
        commit(change);
    }

    static void put(LogChange.Builder change, DeliveryKey key, Progress progress) {
        change.put(name(key), CatalogueCodec.bytes(progress));
    }

    /** To be called when a change is on disk. */
    void applied(LogChange change) {
        change.entries().forEach(this::see);
    }

    private void commit(LogChange.Builder builder) {
        LogChange change = builder.build();
        log.commitNow(change, () -> applied(change));
    }

    private void see(String name, byte[] value) {
        if (!name.startsWith(PREFIX)) {
            return;
        }
        String[] parts = name.split("/", 4);
        DeliveryKey key = new DeliveryKey(Long.parseLong(parts[1]), parts[2], Integer.parseInt(parts[3]));
        if (value == null) {
            byKey.remove(key);
        } else {
            byKey.put(key, CatalogueCodec.value(name, value, Progress.class));
        }
    }

    private static String name(DeliveryKey key) {
        return String.format("%s%019d/%s/%010d", PREFIX, key.stream(), key.channel(), key.shard());
    }
}
