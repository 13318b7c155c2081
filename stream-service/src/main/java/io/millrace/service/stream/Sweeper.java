package io.millrace.service.stream;

import io.millrace.service.log.LogException;
import io.millrace.service.log.ShardLog;
import io.millrace.service.log.ShardSealedException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes in the background what nobody can see any more: expired records, closed shards whose records have all
 * expired, streams whose time of DELETING is over. Readers don't depend on it. Thread-safe.
 */
public final class Sweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final Duration LONGEST_GAP = Duration.ofMinutes(1);
    private static final Duration SHORTEST_GAP = Duration.ofMillis(200);

    private final Catalogue catalogue;
    private final ShardLog log;
    private final Retention retention;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sweeper");
        thread.setDaemon(true);
        return thread;
    });

    private volatile ScheduledFuture<?> sweeps;

    public Sweeper(Catalogue catalogue, ShardLog log, Retention retention, InstantSource clock) {
        this.catalogue = catalogue;
        this.log = log;
        this.retention = retention;
        this.clock = clock;
    }

    /**
     * Sweeps again and again until it is closed.
     *
     * @param atMost how long records of all streams are kept at most; what expires soon is swept often
     */
    public void start(Optional<Duration> atMost) {
        long gap = Math.min(
                LONGEST_GAP.toMillis(),
                Math.max(
                        SHORTEST_GAP.toMillis(),
                        atMost.orElse(LONGEST_GAP.multipliedBy(10)).toMillis() / 10));
        sweeps = timer.scheduleWithFixedDelay(this::sweepQuietly, gap, gap, TimeUnit.MILLISECONDS);
    }

    /** Sweeps once. */
    public void sweep() {
        for (Stream stream : catalogue.all()) {
            if (stream.isGone(clock.instant())) {
                catalogue.drop(stream);
            } else {
                sweep(stream);
            }
        }
    }

    @Override
    public void close() {
        ScheduledFuture<?> running = sweeps;
        if (running != null) {
            running.cancel(false);
        }
        timer.shutdown();
        try {
            if (!timer.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("the sweep that is under way takes long; stopping without it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sweep(Stream stream) {
        long horizon = retention.horizon(stream).toEpochMilli();
        for (Shard shard : stream.shards()) {
            try {
                log.trim(stream.logKey(shard), horizon).join();
            } catch (ShardSealedException e) {
                LOG.debug("{} of {} went while it was swept", shard.id(), stream.name());
            }
        }
        if (stream.shards().stream().anyMatch(shard -> retention.isExpired(stream, shard))) {
            catalogue.change(stream.header().key(), () -> new LogException("stream went"), this::forget);
        }
    }

    private Catalogue.Change forget(Stream stream) {
        List<Shard> expired = stream.shards().stream()
                .filter(shard -> retention.isExpired(stream, shard))
                .toList();
        return Resharding.forget(stream, expired);
    }

    private void sweepQuietly() {
        try {
            sweep();
        } catch (RuntimeException e) {
            LOG.warn("a sweep failed; the next one tries again", e);
        }
    }
}
