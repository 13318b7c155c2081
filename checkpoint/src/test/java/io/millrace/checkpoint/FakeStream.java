package io.millrace.checkpoint;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A stream in memory with the behaviour that matters to planning: open and closed shards, lineage, sequence numbers that
 * grow over the whole stream, trimming. It also records what it is asked. For one thread.
 */
public final class FakeStream implements StreamSurvey {
    /** The ARN of {@code new FakeStream("clicks", ...)}. */
    public static final String CLICKS = arn("clicks");

    private final Map<ShardId, State> shards = new TreeMap<>();
    private final List<Map<ShardId, Position>> asked = new ArrayList<>();
    private final Supplier<Instant> now;
    private StreamIdentity identity;
    private Duration retention = Duration.ofHours(24);
    private BigInteger last = BigInteger.valueOf(6);
    private Runnable beforeReach = () -> {};

    /** What the stream knows of one shard. */
    private static final class State {
        private final List<ShardId> parents;
        private final SequenceNumber start;
        private final NavigableMap<SequenceNumber, Instant> records = new TreeMap<>();
        private Optional<SequenceNumber> end = Optional.empty();
        private boolean listed = true;

        State(List<ShardId> parents, SequenceNumber start) {
            this.parents = parents;
            this.start = start;
        }
    }

    /** A stream without shards. */
    public FakeStream(String name, Supplier<Instant> now) {
        this.now = now;
        this.identity = new StreamIdentity(arn(name), Instant.parse("2026-01-01T00:00:00Z"));
    }

    static String arn(String name) {
        return "arn:aws:kinesis:eu-central-1:123456789012:stream/" + name;
    }

    static ShardId id(int number) {
        return new ShardId(String.format(java.util.Locale.ROOT, "shardId-%012d", number));
    }

    /** Adds an open shard, a child of the given ones, which must be closed. */
    public ShardId open(ShardId... parents) {
        ShardId id = id(shards.size());
        shards.put(id, new State(List.of(parents), nextNumber()));
        return id;
    }

    public SequenceNumber put(ShardId shard) {
        State state = shards.get(shard);
        if (state.end.isPresent()) {
            throw new IllegalArgumentException(shard + " is closed");
        }
        SequenceNumber number = nextNumber();
        state.records.put(number, now.get());
        return number;
    }

    /** Closes a shard; its ending sequence number is greater than any record's. */
    public void close(ShardId shard) {
        shards.get(shard).end = Optional.of(nextNumber());
    }

    public void split(ShardId shard) {
        close(shard);
        open(shard);
        open(shard);
    }

    public void merge(ShardId one, ShardId other) {
        close(one);
        close(other);
        open(one, other);
    }

    /** Removes what arrived before a time. */
    public void trim(Instant before) {
        shards.values().forEach(state -> state.records.values().removeIf(arrived -> arrived.isBefore(before)));
    }

    /** The stream lists the shard no more. */
    public void unlist(ShardId shard) {
        shards.get(shard).listed = false;
    }

    /** Deletes the stream and creates it anew under the same name. */
    public void recreate(Instant created) {
        identity = new StreamIdentity(identity.arn(), created);
    }

    public void retain(Duration duration) {
        retention = duration;
    }

    /** Runs after the shards are listed and before they are surveyed. */
    public void beforeReach(Runnable action) {
        beforeReach = action;
    }

    public List<ShardId> openShards() {
        return shards.entrySet().stream()
                .filter(entry -> entry.getValue().end.isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What each call of {@link #reach} asked for. */
    public List<Map<ShardId, Position>> asked() {
        return asked;
    }

    @Override
    public StreamIdentity identity() {
        return identity;
    }

    @Override
    public Duration retention() {
        return retention;
    }

    @Override
    public List<Shard> shards() {
        List<Shard> result = new ArrayList<>();
        shards.forEach((id, state) -> {
            if (state.listed) {
                result.add(new Shard(
                        id,
                        state.parents.stream().findFirst(),
                        state.parents.stream().skip(1).findFirst(),
                        BigInteger.ZERO,
                        BigInteger.TEN,
                        state.start,
                        state.end));
            }
        });
        return result;
    }

    @Override
    public Map<ShardId, Reach> reach(Map<Shard, Position> from) {
        beforeReach.run();
        Map<ShardId, Position> question = new LinkedHashMap<>();
        from.forEach((shard, position) -> question.put(shard.id(), position));
        asked.add(question);
        Map<ShardId, Reach> reaches = new HashMap<>();
        question.forEach((id, position) -> {
            if (shards.get(id).listed) {
                reaches.put(id, reach(shards.get(id), position));
            }
        });
        return reaches;
    }

    private static Reach reach(State state, Position position) {
        NavigableMap<SequenceNumber, Instant> records = state.records;
        Optional<SequenceNumber> tip = records.isEmpty() ? Optional.empty() : Optional.of(records.lastKey());
        if (position instanceof Position.Latest) {
            return new Reach(Optional.empty(), tip, false);
        }
        if (position instanceof Position.After after) {
            return new Reach(
                    range(state, Optional.ofNullable(records.higherKey(after.number()))),
                    tip.or(() -> Optional.of(after.number())),
                    !records.containsKey(after.number()));
        }
        if (position instanceof Position.AtTimestamp at) {
            Optional<SequenceNumber> first = records.entrySet().stream()
                    .filter(entry -> !entry.getValue().isBefore(at.time()))
                    .map(Map.Entry::getKey)
                    .findFirst();
            return new Reach(range(state, first), first.flatMap(seen -> tip), false);
        }
        return new Reach(range(state, tip.map(any -> records.firstKey())), tip, false);
    }

    private static Optional<SequenceRange> range(State state, Optional<SequenceNumber> first) {
        return first.map(number -> new SequenceRange(number, state.end.orElseGet(state.records::lastKey)));
    }

    private SequenceNumber nextNumber() {
        last = last.add(BigInteger.ONE);
        return new SequenceNumber(last);
    }
}
