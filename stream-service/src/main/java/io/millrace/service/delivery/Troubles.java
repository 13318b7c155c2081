package io.millrace.service.delivery;

import io.millrace.service.delivery.DeliveryListener.Label;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log of failures: each kind of a channel's once, and again after some time. Used by one thread. */
final class Troubles {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final Duration GAP = Duration.ofMinutes(5);

    private final InstantSource clock;
    private final Map<Label, Told> told = new HashMap<>();

    Troubles(InstantSource clock) {
        this.clock = clock;
    }

    private record Told(String kind, long millis) {}

    /** Notes a failure; tells whether the log was told of it. */
    boolean failed(Label channel, String shardId, Exception failure) {
        String kind = failure.getClass().getName();
        Told before = told.get(channel);
        if (before != null && before.kind().equals(kind) && clock.millis() - before.millis() < GAP.toMillis()) {
            return false;
        }
        told.put(channel, new Told(kind, clock.millis()));
        LOG.error(
                "channel {}: records of {} of stream {} cannot be delivered; it is tried again: {}",
                channel.channel(),
                shardId,
                channel.stream().name(),
                failure.toString());
        return true;
    }

    void worked(Label channel) {
        if (told.remove(channel) != null) {
            LOG.info("channel {}: delivery works again", channel.channel());
        }
    }
}
