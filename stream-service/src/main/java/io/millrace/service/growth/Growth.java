package io.millrace.service.growth;

import io.millrace.service.growth.ShardHeat.Threshold;
import io.millrace.service.log.LogChange;
import io.millrace.service.log.ShardKey;
import io.millrace.service.stream.Catalogue;
import io.millrace.service.stream.HashKey;
import io.millrace.service.stream.Resharding;
import io.millrace.service.stream.Resharding.Settling;
import io.millrace.service.stream.Shard;
import io.millrace.service.stream.Stream;
import io.millrace.service.stream.StreamStatus;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets streams on demand grow: a shard that takes at least half of what a provisioned one may, in each of some slices of
 * time one after the other, is split where the upper half of its records begins. Nothing is ever merged. Thread-safe.
 */
public final class Growth {
    private static final Logger LOG = LoggerFactory.getLogger(Growth.class);
    private static final Threshold HOT = new Threshold(512 << 10, 500);
    private static final int SLICES = 4;
    /** As many as an on-demand stream of AWS has room for, where nobody asked for more: 200 MiB a second. */
    private static final int MOST_SHARDS = 200;

    private final Catalogue catalogue;
    private final GrowthSettings settings;
    private final InstantSource clock;
    private final Map<ShardKey, ShardHeat> heats = new ConcurrentHashMap<>();
    private Instant sliceBegan;

    public Growth(Catalogue catalogue, GrowthSettings settings, InstantSource clock) {
        this.catalogue = catalogue;
        this.settings = settings;
        this.clock = clock;
        this.sliceBegan = clock.instant();
    }

    /**
     * Notes a record that goes into a shard of a stream on demand.
     *
     * @param bytes of its payload and partition key
     */
    public void saw(ShardKey shard, HashKey hashKey, long bytes) {
        ShardHeat known = heats.get(shard);
        (known != null ? known : heats.computeIfAbsent(shard, key -> new ShardHeat())).add(hashKey, bytes);
    }

    /** To be called at least as often as four times in a window: splits what has been hot for long enough. */
    public synchronized void tick() {
        Instant now = clock.instant();
        Duration gone = Duration.between(sliceBegan, now);
        if (gone.isNegative() || gone.multipliedBy(SLICES).compareTo(settings.window()) < 0) {
            return;
        }
        sliceBegan = now;
        double seconds = gone.toNanos() / 1e9;
        Set<ShardKey> live = new HashSet<>();
        for (Stream stream : catalogue.all()) {
            if (stream.settings().isOnDemand()) {
                SortedMap<Integer, BigInteger> cuts = cuts(stream, seconds, live);
                if (!cuts.isEmpty() && stream.status(now) == StreamStatus.ACTIVE) {
                    split(stream, cuts);
                }
            }
        }
        heats.keySet().retainAll(live);
    }

    /** Where to split which shards, by their indices. */
    private SortedMap<Integer, BigInteger> cuts(Stream stream, double seconds, Set<ShardKey> live) {
        SortedMap<Integer, BigInteger> cuts = new TreeMap<>();
        for (Shard shard : stream.shards()) {
            ShardHeat heat = shard.isOpen() ? heats.get(stream.logKey(shard)) : null;
            if (heat != null) {
                live.add(stream.logKey(shard));
                if (heat.endSlice(seconds, HOT) >= SLICES) {
                    heat.median(shard.range()).ifPresent(cut -> cuts.put(shard.index(), cut));
                }
            }
        }
        return cuts;
    }

    private void split(Stream seen, SortedMap<Integer, BigInteger> cuts) {
        catalogue.change(
                seen.header().key(),
                () -> new IllegalStateException("stream " + seen.name() + " was deleted while it grew"),
                stream -> {
                    Settling settling =
                            new Settling(clock.instant(), clock.instant().plus(settings.stateDelay()));
                    boolean same = stream.header().id() == seen.header().id();
                    boolean may =
                            stream.settings().isOnDemand() && stream.status(settling.now()) == StreamStatus.ACTIVE;
                    return same && may ? split(stream, cuts, settling) : nothing(stream);
                });
    }

    private Catalogue.Change split(Stream stream, SortedMap<Integer, BigInteger> cuts, Settling settling) {
        int room = room(stream);
        Catalogue.Change all = nothing(stream);
        for (Map.Entry<Integer, BigInteger> cut : cuts.entrySet()) {
            Shard shard = all.after().shard(cut.getKey());
            if (room <= 0) {
                LOG.debug("stream {} has as many shards as it may and does not grow", stream.name());
                break;
            }
            if (shard != null && shard.isOpen()) {
                Catalogue.Change one = Resharding.split(all.after(), shard, cut.getValue(), settling);
                all = new Catalogue.Change(one.after(), all.log().and(one.log()));
                room--;
                LOG.info("stream {} grows: {} is hot and split at {}", stream.name(), shard.id(), cut.getValue());
            }
        }
        return all;
    }

    private int room(Stream stream) {
        int own = MOST_SHARDS - stream.openShards();
        int open = catalogue.openShards(stream.header().key().home());
        return settings.shardLimit().isEmpty()
                ? own
                : Math.min(own, settings.shardLimit().getAsInt() - open);
    }

    private static Catalogue.Change nothing(Stream stream) {
        return new Catalogue.Change(stream, new LogChange.Builder());
    }
}
