package io.millrace.service.delivery;

import io.millrace.service.channel.Channel;
import io.millrace.service.channel.DeliveryKey;
import io.millrace.service.channel.Progress;
import io.millrace.service.log.LogException;
import io.millrace.service.log.SequenceNumber;
import io.millrace.service.log.ShardLog;
import io.millrace.service.stream.Catalogue;
import io.millrace.service.stream.Resharding;
import io.millrace.service.stream.Retention;
import io.millrace.service.stream.Shard;
import io.millrace.service.stream.Stream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the records of streams that have channels, shard by shard, and forgets channels that were deleted. What fails is
 * tried again after a second; one shard's failure does not keep back another's records. Thread-safe.
 */
public final class Delivery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    /** How long a shard rests after a failure, in nanoseconds. */
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private final DeliveryTools tools;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Map<DeliveryKey, ShardDelivery> shards = new HashMap<>();
    private final Map<DeliveryKey, Long> pausedUntil = new HashMap<>();
    private final Troubles troubles;

    /**
     * A delivery into folders.
     *
     * @param log gives records as readers see them, decrypted
     * @param buckets the folder of all buckets
     */
    public Delivery(
            Catalogue catalogue,
            ShardLog log,
            Retention retention,
            Path buckets,
            DeliveryListener listener,
            DeliverySettings settings,
            InstantSource clock) {
        this(catalogue, log, retention, new FolderStore(buckets), listener, settings, clock);
    }

    Delivery(
            Catalogue catalogue,
            ShardLog log,
            Retention retention,
            ObjectStore store,
            DeliveryListener listener,
            DeliverySettings settings,
            InstantSource clock) {
        this.tools = new DeliveryTools(catalogue, log, retention, store, listener, settings, clock, stopped);
        this.troubles = new Troubles(clock);
    }

    /** To be called again and again: delivers what is due. */
    public synchronized void tick() {
        // First what is stored: a channel that is created after this has its stream and its place in what is read
        // below.
        Collection<DeliveryKey> stored = tools.catalogue().deliveries().keys();
        Instant now = tools.clock().instant();
        List<Stream> streams = tools.catalogue().all().stream()
                .filter(stream ->
                        !stream.isGone(now) && !stream.header().channels().isEmpty())
                .toList();
        Set<DeliveryKey> live = new HashSet<>();
        Set<DeliveryListener.Label> labels = new HashSet<>();
        for (Stream stream : streams) {
            for (Channel channel : stream.channels(now)) {
                stream.shards().forEach(shard -> live.add(key(stream, channel, shard)));
                labels.add(DeliveryTools.label(stream, channel));
            }
            forgetChannels(stream, now);
        }
        shards.keySet().retainAll(live);
        pausedUntil.keySet().retainAll(live);
        forget(stored.stream().filter(key -> !live.contains(key)).toList());
        tools.listener().present(labels);
        for (Stream stream : streams) {
            stream.channels(now).stream()
                    .filter(channel -> channel.delivers(now))
                    .forEach(channel -> deliver(stream, channel));
        }
    }

    /** Begins no further object; a tick that is under way ends soon. */
    @Override
    public void close() {
        stopped.set(true);
    }

    private void deliver(Stream stream, Channel channel) {
        long oldest = Long.MAX_VALUE;
        boolean failed = false;
        for (Shard shard : stream.shards()) {
            if (stopped.get()) {
                return;
            }
            DeliveryKey key = key(stream, channel, shard);
            if (pauses(key)) {
                failed = true;
                continue;
            }
            try {
                Optional<ShardDelivery> delivery = delivery(key, channel, shard);
                if (delivery.isPresent()) {
                    delivery.get().step(stream, channel, shard);
                    oldest = Math.min(oldest, delivery.get().oldestMillis());
                }
            } catch (IOException | RuntimeException e) {
                failed = true;
                shards.remove(key);
                pausedUntil.put(key, System.nanoTime() + PAUSE);
                if (!stopped.get()) {
                    troubles.failed(DeliveryTools.label(stream, channel), shard.id(), e);
                    tools.listener().failed(DeliveryTools.label(stream, channel));
                }
            }
        }
        if (!failed) {
            troubles.worked(DeliveryTools.label(stream, channel));
            long age = oldest == Long.MAX_VALUE ? 0 : tools.clock().millis() - oldest;
            tools.listener().fresh(DeliveryTools.label(stream, channel), Math.max(0, age));
        }
    }

    private boolean pauses(DeliveryKey key) {
        Long until = pausedUntil.get(key);
        boolean over = until == null || System.nanoTime() - until >= 0;
        if (over) {
            pausedUntil.remove(key);
        }
        return !over;
    }

    /** Empty for a shard that was closed before the channel was created. */
    private Optional<ShardDelivery> delivery(DeliveryKey key, Channel channel, Shard shard) {
        ShardDelivery known = shards.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Progress> progress = tools.catalogue().deliveries().find(key);
        if (progress.isEmpty() && shard.index() >= channel.firstShard()) {
            progress = Optional.of(Progress.from(SequenceNumber.atCounter(shard.createdSecond(), 1)));
        }
        Optional<ShardDelivery> made = progress.map(from -> new ShardDelivery(tools, key, from, channel));
        made.ifPresent(one -> shards.put(key, one));
        return made;
    }

    private void forgetChannels(Stream seen, Instant now) {
        if (seen.header().channels().stream().noneMatch(channel -> channel.isGone(now))) {
            return;
        }
        tools.catalogue()
                .change(seen.header().key(), () -> new LogException("stream " + seen.name() + " went"), stream -> {
                    List<Channel> left = stream.channels(now);
                    return Resharding.channels(stream, left);
                });
    }

    private void forget(List<DeliveryKey> gone) {
        if (gone.isEmpty()) {
            return;
        }
        for (DeliveryKey key : gone) {
            Optional<Channel> channel = tools.channel(key);
            boolean complete = tools.catalogue()
                    .deliveries()
                    .find(key)
                    .map(progress -> SequenceNumber.parse(progress.next()).counter() == SequenceNumber.LAST_COUNTER)
                    .orElse(true);
            if (channel.isPresent() && !complete) {
                LOG.error(
                        "channel {}: shard {} of stream number {} expired, and with it what was not delivered",
                        channel.get().name(),
                        key.shard(),
                        key.stream());
            }
        }
        tools.catalogue().deliveries().forget(gone);
    }

    private static DeliveryKey key(Stream stream, Channel channel, Shard shard) {
        return new DeliveryKey(stream.header().id(), channel.id(), shard.index());
    }
}
