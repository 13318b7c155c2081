package io.millrace.benchmark.read;

import java.io.IOException;
import java.time.Duration;

/**
 * What it took to read a shard.
 *
 * @param records how many there were
 * @param seconds how long it took
 * @param cpuSeconds CPU time of this process meanwhile, the system's share included
 */
record Drained(long records, double seconds, double cpuSeconds) {
    /** One way to read all of a filled shard, from nothing but its settings on. */
    interface Way {
        /**
         * Reads it and looks at every byte's presence: keys and payloads are counted.
         *
         * @return how many records it had
         */
        long drain() throws IOException;
    }

    static Drained measure(Way way) throws IOException {
        double cpu = cpuNow();
        long start = System.nanoTime();
        long records = way.drain();
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Drained(records, seconds, cpuNow() - cpu);
    }

    double recordsPerSecond() {
        return records / seconds;
    }

    double cpuMicrosPerRecord() {
        return cpuSeconds * 1e6 / records;
    }

    private static double cpuNow() {
        return ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toNanos()
                / 1e9;
    }
}
