package io.millrace.service.observe;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.millrace.service.log.LogListener;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Measures how the log forces groups of operations to disk. Thread-safe. */
public final class LogMeter implements LogListener {
    private final Timer forces;
    private final DistributionSummary operations;

    public LogMeter(MeterRegistry registry) {
        forces = Timer.builder("millrace_log_force")
                .description("Writing a group of operations and forcing it to disk")
                .serviceLevelObjectives(
                        Duration.ofNanos(250_000),
                        Duration.ofMillis(1),
                        Duration.ofMillis(4),
                        Duration.ofMillis(16),
                        Duration.ofMillis(64),
                        Duration.ofMillis(256),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(4))
                .register(registry);
        operations = DistributionSummary.builder("millrace_log_group_operations")
                .description("Operations that were forced to disk together")
                .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
                .register(registry);
    }

    @Override
    public void forced(int groupOperations, long nanos) {
        forces.record(nanos, TimeUnit.NANOSECONDS);
        operations.record(groupOperations);
    }
}
