package io.millrace.service.observe;

import io.millrace.service.log.LogChange;
import io.millrace.service.log.ShardLog;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whether the service does its work, found out by a small write to the log, once a second at most. Thread-safe. */
public final class Health implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 5;
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

    private final ShardLog log;
    private CompletableFuture<Void> probe;
    private long probed;
    private volatile boolean stopping;

    public Health(ShardLog log) {
        this.log = log;
    }

    /** What is wrong; empty when nothing is. Completes within five seconds, on any thread. */
    public CompletionStage<Optional<String>> trouble() {
        if (stopping) {
            return CompletableFuture.completedFuture(Optional.of("the service is stopping"));
        }
        return latestProbe()
                .copy()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .handleAsync((done, failure) -> {
                    if (failure == null) {
                        return Optional.empty();
                    }
                    Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure;
                    return Optional.of(
                            cause instanceof TimeoutException
                                    ? "the log has taken no write for " + PATIENCE_SECONDS + " seconds"
                                    : "the log refuses writes: " + cause.getMessage());
                });
    }

    private synchronized CompletableFuture<Void> latestProbe() {
        long now = System.nanoTime();
        if (probe == null || (probe.isDone() && now - probed > FRESH_NANOS)) {
            probed = now;
            // Nothing has this name, so nothing changes; but it goes to disk like any other change.
            probe = log.commit(new LogChange.Builder().remove("health").build(), () -> {});
        }
        return probe;
    }

    /** From now on the service is said to be stopping. */
    @Override
    public void close() {
        stopping = true;
    }
}
