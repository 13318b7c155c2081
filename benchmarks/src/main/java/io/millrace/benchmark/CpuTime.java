package io.millrace.benchmark;

import io.millrace.local.ChildJvm;
import java.time.Duration;

/** What a process has used of the cores. Stateless. */
public final class CpuTime {
    private CpuTime() {}

    /** Seconds of all its threads since its start. */
    public static double seconds(ChildJvm jvm) {
        return ProcessHandle.of(jvm.pid())
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElse(Duration.ZERO)
                        .toMillis()
                / 1e3;
    }
}
