package io.millrace.service.delivery;

import io.millrace.service.channel.Channel;
import io.millrace.service.log.ShardLog;
import io.millrace.service.stream.Catalogue;
import io.millrace.service.stream.Retention;
import io.millrace.service.stream.Stream;
import java.time.InstantSource;
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

    static DeliveryListener.Label label(Stream stream, Channel channel) {
        return new DeliveryListener.Label(stream.header().key(), channel.name());
    }
}
