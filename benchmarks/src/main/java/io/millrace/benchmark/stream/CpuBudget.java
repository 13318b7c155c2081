package io.millrace.benchmark.stream;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Says whether a process has CPU time left of what it was given. Looks some times a second; thread-safe. */
final class CpuBudget implements BooleanSupplier {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final ProcessHandle process;
    private final double endSeconds;
    private final AtomicLong nextLook = new AtomicLong(System.nanoTime());
    private volatile boolean spent;

    /** @param seconds that the process may use from now on */
    CpuBudget(ProcessHandle process, double seconds) {
        this.process = process;
        this.endSeconds = seconds(process) + seconds;
    }

    @Override
    public boolean getAsBoolean() {
        long now = System.nanoTime();
        long look = nextLook.get();
        if (!spent && now - look >= 0 && nextLook.compareAndSet(look, now + LOOK_NANOS)) {
            spent = seconds(process) >= endSeconds;
        }
        return !spent;
    }

    /** CPU time that a process has used, the system's share included. */
    static double seconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }
}
