package io.millrace.client;

import io.millrace.checkpoint.Sleeper;
import io.millrace.config.Reading.ReadLimits;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What one reader may take of one shard. Calls are spread evenly over each second, unless there are only few. A page's size is known only afterwards,
 * so its bytes are a debt that must be paid before the next call, counted from when the page was there: the service, which
 * counts from a little earlier, then has nothing to refuse. Nothing is saved up for later. Where no limit is set, there is
 * none until the service throttles: that shows that it has quotas, and they are AWS's. Not thread-safe: one reader, one
 * budget.
 */
public final class ReadBudget {
    /** The longest time whose calls may be made at once by a reader: no pause is as short as a clock's tick. */
    private static final double BURST_SECONDS = 0.1;

    private final double burstSeconds;
    private final LongSupplier nanoTime;
    private final Sleeper sleeper;
    private Bucket calls;
    private Bucket bytes;

    public ReadBudget(ReadLimits limits) {
        this(limits, System::nanoTime, Sleeper.REAL);
    }

    /** A budget for somebody who makes hardly more calls than one second allows: these may be made at once. */
    public static ReadBudget forFewCalls(ReadLimits limits) {
        return new ReadBudget(limits, 1, System::nanoTime, Sleeper.REAL);
    }

    /**
     * A budget with its own time.
     *
     * @param nanoTime as System.nanoTime
     */
    public ReadBudget(ReadLimits limits, LongSupplier nanoTime, Sleeper sleeper) {
        this(limits, BURST_SECONDS, nanoTime, sleeper);
    }

    private ReadBudget(ReadLimits limits, double burstSeconds, LongSupplier nanoTime, Sleeper sleeper) {
        this.burstSeconds = burstSeconds;
        this.nanoTime = nanoTime;
        this.sleeper = sleeper;
        this.calls = calls(limits.calls());
        this.bytes = bytes(limits.bytes());
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

    /** Counts what a page takes of the quota: the bytes of its records' payloads and partition keys. */
    public void received(long size) {
        bytes.take((double) size, nanoTime.getAsLong());
    }

    /** The service refused a call because the shard's quota was used up. */
    public void throttled() {
        if (calls.isUnlimited()) {
            calls = calls(ReadLimits.OF_A_SHARD.calls());
        }
        if (bytes.isUnlimited()) {
            bytes = bytes(ReadLimits.OF_A_SHARD.bytes());
        }
    }

    private Bucket calls(int perSecond) {
        double most = Math.max(1, perSecond * burstSeconds);
        return new Bucket(perSecond, most, nanoTime.getAsLong());
    }

    private Bucket bytes(int perSecond) {
        return new Bucket(perSecond, 0, nanoTime.getAsLong());
    }

    private static final class Bucket {
        private final double perSecond;
        private final double most;
        private double tokens;
        private long filledAt;

        Bucket(int perSecond, double most, long now) {
            this.perSecond = perSecond;
            this.most = most;
            this.tokens = most;
            this.filledAt = now;
        }

        boolean isUnlimited() {
            return perSecond == ReadLimits.UNLIMITED;
        }

        long nanosUntil(double needed, long now) {
            if (isUnlimited()) {
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
            tokens = Math.min(most, tokens + (now - filledAt) / 1e9 * perSecond);
            filledAt = now;
        }
    }
}
