package io.millrace.write;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What all writers of a job may put together. Calls are spread so that the rates hold from the first second on; nothing is
 * saved up for later. Thread-safe.
 */
public final class WriteBudget {
    /** Stands for no limit. */
    public static final int UNLIMITED = 0;

    private final int recordsPerSecond;
    private final long bytesPerSecond;
    private final LongSupplier nanoTime;
    private long freeAt;

    /**
     * A budget.
     *
     * @param recordsPerSecond records, or {@link #UNLIMITED}
     * @param bytesPerSecond bytes of data and partition keys, or {@link #UNLIMITED}
     * @param nanoTime as {@link System#nanoTime}
     */
    public WriteBudget(int recordsPerSecond, long bytesPerSecond, LongSupplier nanoTime) {
        this.recordsPerSecond = recordsPerSecond;
        this.bytesPerSecond = bytesPerSecond;
        this.nanoTime = nanoTime;
        this.freeAt = nanoTime.getAsLong();
    }

    /** No limit. */
    public static WriteBudget unlimited() {
        return new WriteBudget(UNLIMITED, UNLIMITED, System::nanoTime);
    }

    /** Takes a call's worth out of the budget, and says how long the call has to wait for it. */
    synchronized Duration take(int records, long bytes) {
        long now = nanoTime.getAsLong();
        long start = Math.max(freeAt, now);
        double seconds = Math.max(
                recordsPerSecond == UNLIMITED ? 0 : (double) records / recordsPerSecond,
                bytesPerSecond == UNLIMITED ? 0 : (double) bytes / bytesPerSecond);
        freeAt = start + (long) (seconds * 1e9);
        return Duration.ofNanos(start - now);
    }
}
