package io.millrace.model;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.ShardId;
import io.millrace.client.StreamException;
import io.millrace.client.StreamReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A stream whose records expire when the walk says so, and whose answers come late, twice, without records, or not at all.
 * Thread-safe.
 */
final class AgingReader implements StreamReader {
    private final StreamReader real;
    private final Random random;
    private final VirtualClock clock;
    /** By shard and time: up to where records are gone from then on. */
    private final Map<ShardId, NavigableMap<Instant, SequenceNumber>> horizons = new ConcurrentHashMap<>();

    private final Set<ShardId> unlisted = ConcurrentHashMap.newKeySet();
    /** The page that an iterator came with. */
    private final Map<String, RecordPage> origins = new ConcurrentHashMap<>();

    private final AtomicLong tokens = new AtomicLong();
    private final Countdown death;
    private Runnable afterList = () -> {};

    AgingReader(StreamReader real, Countdown death, VirtualClock clock, long seed) {
        this.real = real;
        this.clock = clock;
        this.death = death;
        this.random = new Random(seed);
    }

    /** The records of a shard up to a number are gone from now on. */
    void expire(ShardId shard, SequenceNumber upTo) {
        horizons.computeIfAbsent(shard, none -> new ConcurrentSkipListMap<>())
                .merge(clock.instant(), upTo, (one, other) -> one.isAfter(other) ? one : other);
    }

    private Optional<SequenceNumber> horizon(ShardId shard) {
        return Optional.ofNullable(horizons.get(shard))
                .map(times -> times.floorEntry(clock.seen()))
                .map(Map.Entry::getValue);
    }

    /** All records of a closed shard are gone, and the stream forgets it. */
    void unlist(ShardId shard) {
        unlisted.add(shard);
    }

    /** Runs once, after the next list of shards was taken and before the planner has it. */
    void afterList(Runnable action) {
        afterList = action;
    }

    @Override
    public Description describe() {
        death.step();
        return real.describe();
    }

    @Override
    public ShardPage shards(Optional<String> token) {
        death.step();
        ShardPage page = real.shards(token);
        if (page.nextToken().isEmpty()) {
            Runnable action = afterList;
            afterList = () -> {};
            action.run();
        }
        return new ShardPage(
                page.shards().stream()
                        .filter(shard -> !unlisted.contains(shard.id()))
                        .toList(),
                page.nextToken());
    }

    @Override
    public String iterator(ShardId shard, IteratorStart start) {
        death.step();
        checkKnown(shard);
        return token(shard, real.iterator(shard, retained(start, horizon(shard))));
    }

    private void checkKnown(ShardId shard) {
        if (unlisted.contains(shard)) {
            throw new StreamException.NotFound("shard " + shard + " does not exist", null);
        }
    }

    private static IteratorStart retained(IteratorStart start, Optional<SequenceNumber> horizon) {
        if (horizon.isEmpty()) {
            return start;
        }
        boolean expired = start instanceof IteratorStart.TrimHorizon
                || (start instanceof IteratorStart.At at && !at.number().isAfter(horizon.get()))
                || (start instanceof IteratorStart.After after
                        && !after.number().isAfter(horizon.get()));
        return expired ? new IteratorStart.After(horizon.get()) : start;
    }

    @Override
    public RecordPage records(String iterator, int limit) {
        death.step();
        int fate = random.nextInt(30);
        if (fate == 0) {
            return new RecordPage(List.of(), Optional.of(iterator), Duration.ofSeconds(1));
        }
        if (fate == 1) {
            throw new StreamException.IteratorExpired("the walk says so", null);
        }
        RecordPage again = origins.get(iterator);
        return fate == 2 && again != null ? again : page(iterator, limit);
    }

    private RecordPage page(String iterator, int limit) {
        int bar = iterator.indexOf('|');
        ShardId shard = new ShardId(iterator.substring(0, bar));
        checkKnown(shard);
        RecordPage page = real.records(iterator.substring(iterator.indexOf('|', bar + 1) + 1), limit);
        Optional<SequenceNumber> horizon = horizon(shard);
        RecordPage result = new RecordPage(
                page.records().stream()
                        .filter(record ->
                                horizon.map(record.sequenceNumber()::isAfter).orElse(true))
                        .toList(),
                page.next().map(next -> token(shard, next)),
                page.behind());
        result.next().ifPresent(next -> origins.put(next, result));
        return result;
    }

    /** Each iterator is another one, even for the same place. */
    private String token(ShardId shard, String token) {
        return shard + "|" + tokens.incrementAndGet() + "|" + token;
    }

    @Override
    public void close() {
        // The walk closes the real one.
    }
}
