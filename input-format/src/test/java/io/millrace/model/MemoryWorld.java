package io.millrace.model;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.Shard;
import io.millrace.checkpoint.ShardId;
import io.millrace.checkpoint.StreamIdentity;
import io.millrace.client.Payload;
import io.millrace.client.StreamReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A whole stream in memory: nothing in it expires, its iterators last, and its lists come on short pages. Thread-safe. */
final class MemoryWorld implements World, StreamReader {
    private static final int HASH_KEYS = 1 << 16;
    private static final int SHARDS_PER_PAGE = 3;

    private final List<State> shards = new ArrayList<>();
    private final InstantSource clock;
    private final StreamIdentity identity;
    private BigInteger last = BigInteger.valueOf(7);

    private record State(
            ShardId id,
            int low,
            int high,
            List<ShardId> parents,
            SequenceNumber start,
            NavigableMap<SequenceNumber, StoredRecord> records,
            List<SequenceNumber> end) {
        boolean isOpen() {
            return end.isEmpty();
        }
    }

    MemoryWorld(int count, InstantSource clock) {
        this.clock = clock;
        this.identity = new StreamIdentity("arn:aws:kinesis:eu-west-1:123456789012:stream/memory", clock.instant());
        for (int i = 0; i < count; i++) {
            open(HASH_KEYS / count * i, i == count - 1 ? HASH_KEYS - 1 : HASH_KEYS / count * (i + 1) - 1, List.of());
        }
    }

    @Override
    public StreamReader reader() {
        return this;
    }

    @Override
    public synchronized List<Acknowledged> put(List<String> texts) {
        List<Acknowledged> acknowledged = new ArrayList<>();
        for (String text : texts) {
            int hash = text.hashCode() & (HASH_KEYS - 1);
            State shard = open().stream()
                    .filter(state -> state.low() <= hash && hash <= state.high())
                    .findFirst()
                    .orElseThrow();
            SequenceNumber number = nextNumber();
            shard.records()
                    .put(
                            number,
                            new StoredRecord(
                                    number,
                                    text,
                                    clock.instant(),
                                    Payload.sharing(text.getBytes(StandardCharsets.UTF_8))));
            acknowledged.add(new Acknowledged(shard.id(), number));
        }
        return acknowledged;
    }

    @Override
    public synchronized void split(int index) {
        State parent = open().get(index);
        int middle = (parent.low() + parent.high()) >>> 1;
        close(parent);
        open(parent.low(), middle, List.of(parent.id()));
        open(middle + 1, parent.high(), List.of(parent.id()));
    }

    @Override
    public synchronized void merge(int index) {
        State one = open().get(index);
        State other = open().get(index + 1);
        close(one);
        close(other);
        open(one.low(), other.high(), List.of(one.id(), other.id()));
    }

    @Override
    public synchronized int openShards() {
        return open().size();
    }

    @Override
    public Description describe() {
        return new Description(identity, Duration.ofHours(24), true);
    }

    @Override
    public synchronized ShardPage shards(Optional<String> token) {
        int from = token.map(Integer::valueOf).orElse(0);
        int to = Math.min(shards.size(), from + SHARDS_PER_PAGE);
        return new ShardPage(
                shards.subList(from, to).stream().map(MemoryWorld::listed).toList(),
                to < shards.size() ? Optional.of(Integer.toString(to)) : Optional.empty());
    }

    @Override
    public synchronized String iterator(ShardId shard, IteratorStart start) {
        State state = shards.stream()
                .filter(each -> each.id().equals(shard))
                .findFirst()
                .orElseThrow();
        return shards.indexOf(state) + "/" + first(state, start);
    }

    private static SequenceNumber first(State state, IteratorStart start) {
        if (start instanceof IteratorStart.At at) {
            return at.number();
        }
        if (start instanceof IteratorStart.After after) {
            return new SequenceNumber(after.number().value().add(BigInteger.ONE));
        }
        if (start instanceof IteratorStart.AtTime at) {
            return state.records().values().stream()
                    .filter(record -> !record.arrival().isBefore(at.time()))
                    .map(StoredRecord::sequenceNumber)
                    .findFirst()
                    .orElseGet(() -> state.records().isEmpty()
                            ? state.start()
                            : new SequenceNumber(
                                    state.records().lastKey().value().add(BigInteger.ONE)));
        }
        return state.start();
    }

    @Override
    public synchronized RecordPage records(String iterator, int limit) {
        int slash = iterator.indexOf('/');
        State state = shards.get(Integer.parseInt(iterator.substring(0, slash)));
        SequenceNumber from = SequenceNumber.of(iterator.substring(slash + 1));
        List<StoredRecord> found = state.records().tailMap(from, true).values().stream()
                .limit(limit)
                .toList();
        SequenceNumber next = found.isEmpty()
                ? from
                : new SequenceNumber(
                        found.get(found.size() - 1).sequenceNumber().value().add(BigInteger.ONE));
        Optional<StoredRecord> following =
                state.records().tailMap(next, true).values().stream().findFirst();
        boolean over = following.isEmpty() && !state.isOpen();
        return new RecordPage(
                found,
                over ? Optional.empty() : Optional.of(shards.indexOf(state) + "/" + next),
                following.map(this::age).orElse(Duration.ZERO));
    }

    private Duration age(StoredRecord record) {
        Instant now = clock.instant();
        return Duration.between(record.arrival(), now).plusMillis(1);
    }

    @Override
    public void close() {
        // Nothing is held beyond memory.
    }

    private List<State> open() {
        return shards.stream()
                .filter(State::isOpen)
                .sorted(Comparator.comparing(State::low))
                .toList();
    }

    private void open(int low, int high, List<ShardId> parents) {
        ShardId id = new ShardId(String.format(Locale.ROOT, "shardId-%012d", shards.size()));
        shards.add(new State(id, low, high, parents, nextNumber(), new TreeMap<>(), new ArrayList<>()));
    }

    private void close(State state) {
        state.end().add(nextNumber());
    }

    private static Shard listed(State state) {
        return new Shard(
                state.id(),
                state.parents().stream().findFirst(),
                state.parents().stream().skip(1).findFirst(),
                BigInteger.valueOf(state.low()),
                BigInteger.valueOf(state.high()),
                state.start(),
                state.end().stream().findFirst());
    }

    private SequenceNumber nextNumber() {
        last = last.add(BigInteger.ONE);
        return new SequenceNumber(last);
    }
}
