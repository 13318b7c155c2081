package io.millrace.service.delivery;

import io.millrace.service.channel.Channel;
import io.millrace.service.channel.DeliveryKey;
import io.millrace.service.log.ShardLog;
import io.millrace.service.stream.Catalogue;
import io.millrace.service.stream.Retention;
import io.millrace.service.stream.Stream;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the delivery of every shard needs.
 *
 * @param log gives records as readers see them, decrypted
 * @param stopped whether no further object is to be begun
 */
record DeliveryTools(
        Catalogue catalogue,
        ShardLog log,
        Retention retention,
        ObjectStore store,
        DeliveryListener listener,
        DeliverySettings settings,
        InstantSource clock,
        AtomicBoolean stopped) {
    boolean goesOn() {
        return !stopped.get();
    }

    /** The channel of a shard's delivery as it is now; empty when it or its stream is gone. */
    Optional<Channel> channel(DeliveryKey key) {
        return catalogue.find(key.stream()).stream()
                .flatMap(stream -> stream.channels(clock.instant()).stream())
                .filter(channel -> channel.id().equals(key.channel()))
                .findFirst();
    }

    static DeliveryListener.Label label(Stream stream, Channel channel) {
        return new DeliveryListener.Label(stream.header().key(), channel.name());
    }
}
