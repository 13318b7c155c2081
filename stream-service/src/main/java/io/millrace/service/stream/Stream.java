package io.millrace.service.stream;

import io.millrace.service.channel.Channel;
import io.millrace.service.log.ShardKey;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A stream as it is at one moment. Immutable; the open shards cover all hash keys without overlap.
 *
 * <p>A change such as a split takes effect at once; the state that goes with it, such as UPDATING, lasts until
 * {@link Header#settlesMillis}.
 */
public final class Stream {
    private final Header header;
    private final NavigableMap<Integer, Shard> shards = new TreeMap<>();
    /** The open shards in the order of their ranges, and the first hash keys of these. */
    private final Shard[] open;

    private final HashKey[] starts;

    /**
     * All of a stream but its shards.
     *
     * @param id names the stream in the log, never used twice
     * @param createdMillis when it was created, in milliseconds
     * @param transition its state until {@code settlesMillis}; after that it is ACTIVE, or gone when DELETING
     * @param nextShard index of the next shard to come
     * @param consumers registered with it, by the time of their registration; older data folders have none
     * @param expiredBeforeMillis records that arrived before have expired for good, however long records are kept now;
     *     0 in older data folders
     * @param channels that deliver its records; older data folders have none
     */
    @RecordBuilder
    public record Header(
            long id,
            StreamKey key,
            long createdMillis,
            StreamStatus transition,
            long settlesMillis,
            StreamSettings settings,
            int nextShard,
            List<Consumer> consumers,
            long expiredBeforeMillis,
            List<Channel> channels)
            implements StreamHeaderBuilder.With {
        public Header {
            consumers = consumers == null ? List.of() : List.copyOf(consumers);
            channels = channels == null ? List.of() : List.copyOf(channels);
        }

        /** Of a stream that is about to get its shards. */
        public static Header creating(long id, StreamKey key, Resharding.Settling settling, StreamSettings settings) {
            return new Header(
                    id,
                    key,
                    settling.now().toEpochMilli(),
                    StreamStatus.CREATING,
                    settling.until().toEpochMilli(),
                    settings,
                    0,
                    List.of(),
                    0,
                    List.of());
        }

        public Header settling(StreamStatus status, Instant until) {
            return with().transition(status).settlesMillis(until.toEpochMilli()).build();
        }

        /** With all that arrived before a moment expired for good. */
        public Header expiredBefore(Instant moment) {
            return withExpiredBeforeMillis(Math.max(expiredBeforeMillis, moment.toEpochMilli()));
        }
    }

    public Stream(Header header, Collection<Shard> shards) {
        this.header = header;
        for (Shard shard : shards) {
            this.shards.put(shard.index(), shard);
        }
        open = shards.stream()
                .filter(Shard::isOpen)
                .sorted(Comparator.comparing(shard -> shard.range().start()))
                .toArray(Shard[]::new);
        starts = Arrays.stream(open)
                .map(shard -> HashKey.of(shard.range().start()))
                .toArray(HashKey[]::new);
    }

    public Header header() {
        return header;
    }

    public StreamSettings settings() {
        return header.settings();
    }

    public String name() {
        return header.key().name();
    }

    /** The account that owns it. */
    public String account() {
        return header.key().account();
    }

    /** How messages call it. */
    public String inMessages() {
        return header.key().inMessages();
    }

    public Instant created() {
        return Instant.ofEpochMilli(header.createdMillis());
    }

    /** Its state at a time. */
    public StreamStatus status(Instant now) {
        return now.toEpochMilli() < header.settlesMillis() ? header.transition() : StreamStatus.ACTIVE;
    }

    /** Whether it was deleted and the time of DELETING is over. */
    public boolean isGone(Instant now) {
        return header.transition() == StreamStatus.DELETING && now.toEpochMilli() >= header.settlesMillis();
    }

    /** Whether records can be put and read. */
    public boolean isUsable(Instant now) {
        StreamStatus status = status(now);
        return status == StreamStatus.ACTIVE || status == StreamStatus.UPDATING;
    }

    /** All shards, closed ones included, in the order of their creation. */
    public Collection<Shard> shards() {
        return shards.values();
    }

    /** The shards with a greater index. */
    public SortedMap<Integer, Shard> shardsAfter(int index) {
        return shards.tailMap(index, false);
    }

    /** The shard with an index; null when there is none. */
    public Shard shard(int index) {
        return shards.get(index);
    }

    public int openShards() {
        return open.length;
    }

    /** The open shard that takes a hash key. */
    public Shard route(BigInteger hashKey) {
        return route(HashKey.of(hashKey));
    }

    /** The open shard that takes a hash key. */
    public Shard route(HashKey hashKey) {
        int found = Arrays.binarySearch(starts, hashKey);
        return open[found >= 0 ? found : -found - 2];
    }

    /** A hash key for a record that the stream itself chooses the shard of: each open one is as likely as another. */
    public HashKey anyHashKey() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return HashKey.of(open[random.nextInt(open.length)].range().any(random));
    }

    /** The shards that a closed shard was split or merged into. */
    public List<Shard> children(Shard parent) {
        return shards.tailMap(parent.index(), false).values().stream()
                .filter(shard -> shard.parents().contains(parent.index()))
                .toList();
    }

    /** The consumers that are registered at a time. */
    public List<Consumer> consumers(Instant now) {
        return header.consumers().stream().filter(one -> !one.isGone(now)).toList();
    }

    /** The consumer of a name, when it is registered at a time. */
    public Optional<Consumer> consumer(String name, Instant now) {
        return consumers(now).stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /** The channels that there are at a time, FAILED ones included. */
    public List<Channel> channels(Instant now) {
        return header.channels().stream().filter(one -> !one.isGone(now)).toList();
    }

    /** The name of a shard in the log. */
    public ShardKey logKey(Shard shard) {
        return new ShardKey(header.id(), shard.index());
    }
}
