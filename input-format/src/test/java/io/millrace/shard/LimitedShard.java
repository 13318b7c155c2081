package io.millrace.shard;

import io.millrace.checkpoint.ShardId;
import io.millrace.checkpoint.Sleeper;
import io.millrace.client.FakeStream;
import io.millrace.client.StreamException;
import io.millrace.client.StreamReader;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * A shard with AWS's quotas, in a time of its own. A call takes some milliseconds or, if it is slow, up to half a second, and
 * counts at some moment of that. For one thread.
 */
final class LimitedShard implements StreamReader {
    private static final double CALLS = 5;
    private static final double BYTES = 2 << 20;
    private static final int QUICK_MILLIS = 4;
    private static final int SLOW_MILLIS = 500;
    private static final int PERCENT = 100;

    private final FakeStream shard;
    private final Random random;
    private final Tokens calls = new Tokens(CALLS);
    private final Tokens iterators = new Tokens(CALLS);
    private final Tokens bytes = new Tokens(BYTES);
    private long nanos;
    private int slow;
    private int refused;

    LimitedShard(FakeStream shard, Random random) {
        this.shard = shard;
        this.random = random;
    }

    /** As System.nanoTime. */
    LongSupplier nanoTime() {
        return () -> nanos;
    }

    Sleeper sleeper() {
        return duration -> nanos += duration.toNanos();
    }

    /** So many of a hundred calls are slow from now on. */
    void slow(int percent) {
        slow = percent;
    }

    /** Calls that were refused. */
    int refused() {
        return refused;
    }

    @Override
    public String iterator(ShardId id, IteratorStart start) {
        pass();
        count(iterators.has(1));
        iterators.take(1);
        String iterator = shard.iterator(id, start);
        pass();
        return iterator;
    }

    @Override
    public RecordPage records(String iterator, int limit) {
        pass();
        count(calls.has(1) && bytes.has(1));
        calls.take(1);
        RecordPage page = shard.records(iterator, limit);
        bytes.take((double) page.volume().charged());
        pass();
        return page;
    }

    private void count(boolean allowed) {
        if (!allowed) {
            refused++;
            throw new StreamException.Throttled("refused", null);
        }
    }

    private void pass() {
        int most = random.nextInt(PERCENT) < slow ? SLOW_MILLIS : QUICK_MILLIS;
        nanos += Duration.ofMillis(random.nextInt(most / 2)).toNanos();
    }

    @Override
    public Description describe() {
        return shard.describe();
    }

    @Override
    public ShardPage shards(Optional<String> token) {
        return shard.shards(token);
    }

    @Override
    public void close() {
        shard.close();
    }

    /** A token bucket of a second, which may be overdrawn. */
    private final class Tokens {
        private final double perSecond;
        private double there;
        private long filledAt;

        Tokens(double perSecond) {
            this.perSecond = perSecond;
            this.there = perSecond;
        }

        boolean has(double amount) {
            there = Math.min(perSecond, there + (nanos - filledAt) / 1e9 * perSecond);
            filledAt = nanos;
            return there >= amount;
        }

        /** More than a second's worth takes with it what was saved up. */
        void take(double amount) {
            there = amount > perSecond ? Math.min(0, there) - amount : there - amount;
        }
    }
}
