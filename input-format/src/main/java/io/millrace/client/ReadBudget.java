package io.millrace.client;

import io.millrace.checkpoint.Sleeper;
import io.millrace.config.Reading.ReadLimits;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What one reader may take of one shard: two token buckets, each of one second's content. A page's size is known only
 * afterwards, so bytes go into debt and the next call waits until it is paid. Not thread-safe: one reader, one budget.
 */
public final class ReadBudget {
    private final Bucket calls;
    private final Bucket bytes;
    private final LongSupplier nanoTime;
    private final Sleeper sleeper;

    public ReadBudget(ReadLimits limits) {
        this(limits, System::nanoTime, Sleeper.REAL);
    }

    /**
     * A budget with its own time.
     *
     * @param nanoTime as System.nanoTime
     */
    public ReadBudget(ReadLimits limits, LongSupplier nanoTime, Sleeper sleeper) {
        this.nanoTime = nanoTime;
        this.sleeper = sleeper;
        long now = nanoTime.getAsLong();
        this.calls = new Bucket(limits.calls(), now);
        this.bytes = new Bucket(limits.bytes(), now);
    }

    /** Returns when one more call is within the budget, at once if it is. */
    public void awaitCall() {
        long now = nanoTime.getAsLong();
        long wait = Math.max(calls.nanosUntil(1, now), bytes.nanosUntil(0, now));
        if (wait > 0) {
            try {
                sleeper.sleep(Duration.ofNanos(wait).plusMillis(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StreamException.Unavailable("interrupted while waiting for the shard's read budget", e);
            }
        }
        calls.take(1, nanoTime.getAsLong());
    }

    /** Counts the bytes of a page. */
    public void received(long size) {
        bytes.take((double) size, nanoTime.getAsLong());
    }

    private static final class Bucket {
        private final double perSecond;
        private double tokens;
        private long filledAt;

        Bucket(int perSecond, long now) {
            this.perSecond = perSecond;
            this.tokens = perSecond;
            this.filledAt = now;
        }

        long nanosUntil(double needed, long now) {
            if (perSecond == ReadLimits.UNLIMITED) {
                return 0;
            }
            fill(now);
            return tokens >= needed ? 0 : (long) Math.ceil((needed - tokens) / perSecond * 1e9);
        }

        void take(double taken, long now) {
            fill(now);
            tokens -= taken;
        }

        private void fill(long now) {
            tokens = Math.min(perSecond, tokens + (now - filledAt) / 1e9 * perSecond);
            filledAt = now;
        }
    }
}
