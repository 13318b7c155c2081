package io.millrace.shard;

import io.millrace.checkpoint.Position;
import io.millrace.checkpoint.Shard;
import io.millrace.checkpoint.ShardId;
import io.millrace.checkpoint.Sleeper;
import io.millrace.checkpoint.StreamIdentity;
import io.millrace.checkpoint.StreamSurvey;
import io.millrace.client.ReadBudget;
import io.millrace.client.ReadCounter;
import io.millrace.client.Retries;
import io.millrace.client.ShardPages;
import io.millrace.client.StreamException;
import io.millrace.client.StreamReader;
import io.millrace.config.Reading.ReadLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Surveys a stream through the public Kinesis API alone. Shards are looked at in parallel, each within its own quota.
 * Thread-safe.
 */
public final class KinesisStreamSurvey implements StreamSurvey {
    /** Each may hold a page of 10 MiB. */
    private static final int THREADS = 16;

    private final StreamReader reader;
    private final ReadLimits limits;
    private final Retries retries = new Retries(Sleeper.REAL, ReadCounter.Meter.NONE);

    /**
     * A survey of the reader's stream.
     *
     * @param reader stays open
     * @param limits what the survey may take of each shard
     */
    public KinesisStreamSurvey(StreamReader reader, ReadLimits limits) {
        this.reader = reader;
        this.limits = limits;
    }

    @Override
    public StreamIdentity identity() {
        return retries.call(reader::describe).identity();
    }

    @Override
    public Duration retention() {
        return retries.call(reader::describe).retention();
    }

    @Override
    public List<Shard> shards() {
        return new ShardLister(reader, retries).all();
    }

    @Override
    public Map<ShardId, Reach> reach(Map<Shard, Position> from) {
        if (from.isEmpty()) {
            return Map.of();
        }
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(THREADS, from.size()), task -> {
            Thread thread = new Thread(task, "millrace-survey");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Map.Entry<ShardId, Reach>>> running = new ArrayList<>();
            from.forEach((shard, position) -> running.add(
                    pool.submit(() -> Map.entry(shard.id(), search(shard).reach(position)))));
            Map<ShardId, Reach> reaches = new HashMap<>();
            for (Future<Map.Entry<ShardId, Reach>> each : running) {
                Map.Entry<ShardId, Reach> found = each.get();
                reaches.put(found.getKey(), found.getValue());
            }
            return reaches;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamException.Unavailable("interrupted while the stream's shards were surveyed", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private ReachSearch search(Shard shard) {
        // One budget for all walks through the shard: they share its quota.
        ShardPages.Access access =
                new ShardPages.Access(reader, retries, new ReadBudget(limits), ReadCounter.Meter.NONE);
        return new ReachSearch(shard, start -> new ShardPages(access, shard.id(), start));
    }
}
