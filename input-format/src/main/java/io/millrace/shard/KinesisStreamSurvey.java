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
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Surveys a stream through the public Kinesis API alone. Shards are looked at in parallel, each within its own quota.
 * Thread-safe.
 */
public final class KinesisStreamSurvey implements StreamSurvey {
    private static final Logger LOG = LoggerFactory.getLogger(KinesisStreamSurvey.class);
    /** The API's quotas are per shard, so this bounds only what this machine does. Pages are small but near the tips. */
    private static final int THREADS = 32;
    /** How often a long survey says how far it is. */
    private static final Duration TELL = Duration.ofSeconds(5);

    private final StreamReader reader;
    private final ShardListing listing;
    private final ReadLimits limits;
    private final Sleeper settle;
    private final Retries retries = new Retries(Sleeper.REAL, ReadCounter.Meter.NONE);

    /**
     * A survey of the reader's stream.
     *
     * @param reader stays open
     * @param limits what the survey may take of each shard
     */
    public KinesisStreamSurvey(StreamReader reader, ReadLimits limits) {
        this(reader, new ShardListing(reader), limits);
    }

    /** A survey that shares what it finds out of the stream's shards. */
    public KinesisStreamSurvey(StreamReader reader, ShardListing listing, ReadLimits limits) {
        this(reader, listing, limits, Sleeper.REAL);
    }

    /** @param settle how it waits, at its end, until what it has read is paid for */
    KinesisStreamSurvey(StreamReader reader, ShardListing listing, ReadLimits limits, Sleeper settle) {
        this.reader = reader;
        this.listing = listing;
        this.limits = limits;
        this.settle = settle;
    }

    @Override
    public StreamIdentity identity() {
        return describe().identity();
    }

    /** The stream as it is now. */
    public StreamReader.Description describe() {
        return retries.call(reader::describe);
    }

    @Override
    public Duration retention() {
        return describe().retention();
    }

    @Override
    public List<Shard> shards() {
        return listing.now();
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
            Progress progress = new Progress(new AtomicLong(), new AtomicLong(System.nanoTime()), new TipHint());
            CompletionService<Answer> running = new ExecutorCompletionService<>(pool);
            from.forEach((shard, position) -> {
                Future<?> unused = running.submit(() -> answer(shard, position, progress));
            });
            Map<ShardId, Reach> reaches = found(collect(running, from.size(), progress.calls()));
            // Whoever reads the shards next knows nothing of this and would be refused.
            settle.sleep(Duration.ofNanos(Math.max(0, progress.paid().get() - System.nanoTime())));
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

    /** Waits for all answers, and says from time to time how far it is. */
    private static List<Answer> collect(CompletionService<Answer> running, int shards, AtomicLong calls)
            throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        long told = start;
        List<Answer> answers = new ArrayList<>(shards);
        while (answers.size() < shards) {
            Future<Answer> ready = running.poll(TELL.toNanos(), TimeUnit.NANOSECONDS);
            if (ready != null) {
                answers.add(ready.get());
            }
            if (System.nanoTime() - told >= TELL.toNanos()) {
                told = System.nanoTime();
                LOG.info(
                        "looked at {} of {} shards so far, with {} calls of GetRecords", answers.size(), shards, calls);
            }
        }
        LOG.info(
                "looked at {} shards with {} calls of GetRecords in {} ms",
                shards,
                calls,
                (System.nanoTime() - start) / 1_000_000);
        return answers;
    }

    /**
     * What was found, without the shards that have gone since they were listed.
     *
     * @throws StreamException.NotFound when a shard was not found although the stream has it
     */
    private Map<ShardId, Reach> found(List<Answer> answers) {
        Map<ShardId, Reach> reaches = new HashMap<>();
        Map<ShardId, StreamException.NotFound> missing = new HashMap<>();
        for (Answer answer : answers) {
            answer.reach().ifPresent(reach -> reaches.put(answer.shard(), reach));
            answer.missing().ifPresent(failure -> missing.put(answer.shard(), failure));
        }
        if (!missing.isEmpty()) {
            // A stream that has gone as a whole can't be listed.
            for (Shard shard : shards()) {
                if (missing.containsKey(shard.id())) {
                    throw missing.get(shard.id());
                }
            }
            LOG.info("the stream has forgotten these shards since they were listed: {}", missing.keySet());
        }
        return reaches;
    }

    private Answer answer(Shard shard, Position position, Progress progress) {
        try {
            return new Answer(shard.id(), Optional.of(reach(shard, position, progress)), Optional.empty());
        } catch (StreamException.NotFound e) {
            return new Answer(shard.id(), Optional.empty(), Optional.of(e));
        }
    }

    private Reach reach(Shard shard, Position position, Progress progress) {
        // One budget for all walks through the shard: they share its quota.
        ReadBudget budget = ReadBudget.forFewCalls(limits);
        ShardPages.Access access = new ShardPages.Access(reader, retries, budget, (counter, amount) -> {
            if (counter == ReadCounter.CALLS) {
                progress.calls().addAndGet(amount);
            }
        });
        Reach reach = new ReachSearch(shard, start -> new ShardPages(access, shard.id(), start), progress.hint())
                .reach(position);
        long ready = System.nanoTime() + budget.nanosUntilFree();
        progress.paid().accumulateAndGet(ready, (one, other) -> one - other > 0 ? one : other);
        return reach;
    }

    /** What a shard holds, or that it was not found. */
    private record Answer(ShardId shard, Optional<Reach> reach, Optional<StreamException.NotFound> missing) {}

    /**
     * What the searches of one survey share.
     *
     * @param calls of GetRecords so far
     * @param paid when all of the shards are free for whoever reads them, as of System.nanoTime
     * @param hint where shards have ended so far
     */
    private record Progress(AtomicLong calls, AtomicLong paid, TipHint hint) {}
}
