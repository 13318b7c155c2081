package io.millrace.client;

import io.millrace.checkpoint.Sleeper;
import io.millrace.config.Reading.ReadLimits;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What one reader may take of one shard. Calls are spread evenly over each second, unless there are only few. A page's size is
 * known only afterwards, so its bytes are a debt that must be paid before the next call. A page of up to a second's worth is paid
 * for from its call on: what the service saves up until it counts the page makes up for the time in between. A larger page
 * uses up what was saved, and is paid for from when it was there: the service, which counts from a little earlier, then has
 * nothing to refuse. Idle time is not saved up for later. Where no limit is set, there is none until the service throttles:
 * that shows that it has quotas, and they are AWS's. Not thread-safe: one reader, one budget.
 */
public final class ReadBudget {
    /** The longest time whose calls may be made at once by a reader: no pause is as short as a clock's tick. */
    private static final double BURST_SECONDS = 0.1;

    private final double burstSeconds;
    private final LongSupplier nanoTime;
    private final Sleeper sleeper;
    private Bucket calls;
    private Bucket bytes;
    private long calledAt;

    public ReadBudget(ReadLimits limits) {
        this(limits, System::nanoTime, Sleeper.REAL);
    }

    /** A budget for somebody who makes hardly more calls than one second allows: these may be made at once. */
    public static ReadBudget forFewCalls(ReadLimits limits) {
        return forFewCalls(limits, System::nanoTime, Sleeper.REAL);
    }

    static ReadBudget forFewCalls(ReadLimits limits, LongSupplier nanoTime, Sleeper sleeper) {
        return new ReadBudget(limits, 1, nanoTime, sleeper);
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
        this.calledAt = nanoTime.getAsLong();
    }

    /** Returns when one more call is within the budget, at once if it is. */
    public void awaitCall() {
        long wait = nanosUntilCall();
        if (wait > 0) {
            try {
                sleeper.sleep(Duration.ofNanos(wait).plusMillis(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StreamException.Unavailable("interrupted while waiting for the shard's read budget", e);
            }
        }
        calledAt = nanoTime.getAsLong();
        calls.take(1, calledAt);
    }

    /** How long it takes until one more call is within the budget: 0 if it is now. */
    public long nanosUntilCall() {
        long now = nanoTime.getAsLong();
        return Math.max(calls.nanosUntil(1, now), bytes.nanosUntil(0, now));
    }

    /**
     * How long it takes until somebody else may begin with the shard, with a budget that knows nothing of this one: then one
     * call is within this budget and another one is spare, as calls may come to the service closer together than they are
     * made.
     */
    public long nanosUntilFree() {
        long now = nanoTime.getAsLong();
        return Math.max(calls.nanosUntil(Math.min(2, calls.most), now), bytes.nanosUntil(0, now));
    }

    /** Counts what a page takes of the quota: the bytes of its records' payloads and partition keys. */
    public void received(long size) {
        bytes.take((double) size, size <= bytes.perSecond ? calledAt : nanoTime.getAsLong());
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
            // What a call brings may be counted from the call on, after it was asked how long the next one has to wait.
            long passed = Math.max(0, now - filledAt);
            tokens = Math.min(most, tokens + passed / 1e9 * perSecond);
            filledAt += passed;
        }
    }
}
