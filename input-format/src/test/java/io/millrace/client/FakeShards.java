package io.millrace.client;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.Shard;
import io.millrace.checkpoint.ShardId;
import io.millrace.checkpoint.StreamIdentity;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A stream of many open shards in memory, which counts the calls made of it. Thread-safe. */
public final class FakeShards implements StreamReader {
    /** As many as the real service puts on a page. */
    private static final int SHARDS_PER_PAGE = 1000;

    private final List<FakeStream> shards = new ArrayList<>();
    private final AtomicInteger listCalls = new AtomicInteger();
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    /** Makes the shards, empty ones. */
    public FakeShards(int count) {
        for (int i = 0; i < count; i++) {
            shards.add(new FakeStream());
        }
    }

    public FakeStream shard(int index) {
        return shards.get(index);
    }

    /** Sets the time of all shards. */
    public void at(Instant time) {
        shards.forEach(shard -> shard.at(time));
    }

    /** The calls for iterators and records made so far. */
    public int calls() {
        return shards.stream().mapToInt(FakeStream::calls).sum();
    }

    public int listCalls() {
        return listCalls.get();
    }

    /** The most calls that were under way at once. */
    public int mostAtOnce() {
        return most.get();
    }

    @Override
    public Description describe() {
        return new Description(
                new StreamIdentity("arn:aws:kinesis:eu-west-1:123456789012:stream/many", Instant.EPOCH),
                Duration.ofHours(24),
                true);
    }

    @Override
    public ShardPage shards(Optional<String> token) {
        listCalls.incrementAndGet();
        int from = token.map(Integer::parseInt).orElse(0);
        int to = Math.min(shards.size(), from + SHARDS_PER_PAGE);
        List<Shard> page = new ArrayList<>();
        for (int i = from; i < to; i++) {
            page.add(new Shard(
                    new ShardId(String.format("shardId-%012d", i)),
                    Optional.empty(),
                    Optional.empty(),
                    BigInteger.valueOf(i),
                    BigInteger.valueOf(i),
                    SequenceNumber.of("0"),
                    Optional.empty()));
        }
        return new ShardPage(page, to < shards.size() ? Optional.of(Integer.toString(to)) : Optional.empty());
    }

    @Override
    public String iterator(ShardId shard, IteratorStart start) {
        int index = Integer.parseInt(shard.value().substring("shardId-".length()));
        return index + "/" + shards.get(index).iterator(shard, start);
    }

    @Override
    public RecordPage records(String iterator, int limit) {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        try {
            String[] parts = iterator.split("/", 2);
            RecordPage page = shards.get(Integer.parseInt(parts[0])).records(parts[1], limit);
            return new RecordPage(page.records(), page.next().map(next -> parts[0] + "/" + next), page.behind());
        } finally {
            now.decrementAndGet();
        }
    }

    @Override
    public void close() {}
}
