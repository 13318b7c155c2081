package io.millrace.service.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Measures requests by operation and outcome. Both come from closed sets, so there is no end only to time. Thread-safe. */
public final class HttpMeter implements RequestObserver {
    private static final String NONE = "none";
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30)
    };

    private final MeterRegistry registry;
    private final Map<Outcome, Timer> timers = new ConcurrentHashMap<>();
    private final Map<Failure, Counter> failures = new ConcurrentHashMap<>();
    private final Counter bytesIn;
    private final Counter bytesOut;

    public HttpMeter(MeterRegistry registry) {
        this.registry = registry;
        bytesIn = Counter.builder("millrace_http_received_bytes")
                .description("Bytes of requests' bodies")
                .register(registry);
        bytesOut = Counter.builder("millrace_http_sent_bytes")
                .description("Bytes of answers' bodies")
                .register(registry);
    }

    private record Outcome(String operation, int status) {}

    private record Failure(String operation, String error) {}

    @Override
    public void finished(FinishedRequest request) {
        String operation = request.operation() == null ? NONE : request.operation();
        timers.computeIfAbsent(new Outcome(operation, request.status()), this::timer)
                .record(request.nanos(), TimeUnit.NANOSECONDS);
        if (request.error() != null) {
            failures.computeIfAbsent(new Failure(operation, request.error()), this::failure)
                    .increment();
        }
        bytesIn.increment((double) request.bytesIn());
        bytesOut.increment((double) request.bytesOut());
    }

    private Timer timer(Outcome of) {
        return Timer.builder("millrace_http_requests")
                .description("Requests, from the first byte to the last one of the answer")
                .tag("operation", of.operation())
                .tag("status", Integer.toString(of.status()))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private Counter failure(Failure of) {
        return Counter.builder("millrace_errors")
                .description("Requests that were answered with an error")
                .tag("operation", of.operation())
                .tag("error", of.error())
                .register(registry);
    }
}
