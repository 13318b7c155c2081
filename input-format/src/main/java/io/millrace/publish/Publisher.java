package io.millrace.publish;

import io.millrace.checkpoint.StreamIdentity;
import io.millrace.client.StreamException;
import io.millrace.client.StreamWriter;
import io.millrace.config.Writing;
import io.millrace.write.Backoff;
import io.millrace.write.BatchWriter;
import io.millrace.write.WriteBudget;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the committed records of one sink of a {@link StagingArea} into their stream. What is acknowledged is kept in a {@link
 * Journal} per file, so that another publisher goes on where one has failed or died; of each thread of the dead one, a call
 * may be doubled. Used once, by one thread.
 */
final class Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final StagingArea area;
    private final String sink;
    private final StreamWriter stream;
    private final Writing writing;
    private final BatchWriter.Pace pace;
    private final StreamWatch watch;
    private final PublishMeter meter = new PublishMeter();
    private List<Staged> staged = List.of();

    /** @param known what the sink's stream is */
    Publisher(StagingArea area, AreaPublisher.Sink sink, StreamIdentity known, BatchWriter.Pace pace) {
        this.watch = new StreamWatch(sink.stream(), known, pace);
        this.area = area;
        this.sink = sink.name();
        this.stream = sink.stream();
        this.writing = sink.writing();
        this.pace = pace;
    }

    /** A committed file, and how many records it has. */
    private record Staged(Path file, long records) {}

    /**
     * Reads all files and checks them.
     *
     * @param maxRecordBytes the longest record that the stream takes
     * @throws IOException when one can't be used
     */
    void check(int maxRecordBytes) throws IOException {
        staged = all(
                new PublishMeter(),
                area.counted().of(sink),
                file -> new Staged(file, StagedFileReader.verify(file, maxRecordBytes, area.conf())));
    }

    /**
     * Publishes what of the checked files is not in the stream yet.
     *
     * @param claim the right to do so
     * @throws PublishException when not all could be published
     */
    Published publish(Claim claim) throws PublishException {
        WriteBudget budget = new WriteBudget(
                writing.limits().records().orElse(WriteBudget.UNLIMITED),
                writing.limits().bytes().orElse(WriteBudget.UNLIMITED),
                pace.nanoTime());
        try {
            all(meter, staged, one -> {
                publish(one.file(), budget, claim);
                return one;
            });
            watch.now();
        } catch (IOException | StreamException e) {
            throw new PublishException(failure(meter.published(), e), e);
        }
        LOG.info("published to the stream of {}: {}", area.folder(), meter.published());
        return meter.published();
    }

    /** How many records there are. */
    long records() {
        return staged.stream().mapToLong(Staged::records).sum();
    }

    /** What it has done so far; may be asked by any thread. */
    Published soFar() {
        return meter.published();
    }

    private String failure(Published published, Exception cause) {
        long there = published.inStream();
        long all = records();
        if (cause instanceof Claim.Lost) {
            return cause.getMessage() + "; this one stopped when " + there + " of " + all
                    + " records were in the stream";
        }
        if (cause instanceof StreamWatch.Replaced) {
            return cause.getMessage() + ". " + there + " of " + all
                    + " records were put, those before that into the old" + " one: delete " + area.folder()
                    + ", and run the job or statement again to put all into the new one";
        }
        return there + " of " + all + " records are in the stream, the others are kept in " + area.folder() + ": "
                + cause.getMessage() + ". To publish them as well: " + FinishPublishing.command(area)
                + "; to give them up, delete the folder";
    }

    private void publish(Path file, WriteBudget budget, Claim claim) throws IOException {
        // A task may have several files of a sink, and a file's own name is unique.
        Path notes = new Path(area.publishing(sink), file.getName());
        try (Journal journal = Journal.open(area.files(), notes, claim.name());
                StagedFileReader records = new StagedFileReader(file, area.conf())) {
            meter.before(journal.size());
            BatchWriter writer = new BatchWriter(
                    stream,
                    new BatchWriter.Manner(writing.ordered(), Backoff.DEFAULT, budget),
                    pace,
                    meter.listener(journal, claim, watch));
            for (var next = records.next(); next.isPresent(); next = records.next()) {
                if (!journal.has(next.get().number())) {
                    writer.put(next.get());
                }
            }
            writer.flush();
        }
    }

    /** What is done with each of several things. */
    @FunctionalInterface
    private interface Work<T, R> {
        R on(T thing) throws IOException;
    }

    /** Does the same to all, and returns or throws only when no thread works any more. */
    private <T, R> List<R> all(PublishMeter meter, List<T> things, Work<T, R> work) throws IOException {
        if (things.isEmpty()) {
            return List.of();
        }
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(writing.threads(), things.size()), task -> {
            Thread thread = new Thread(task, "millrace-publish");
            thread.setDaemon(true);
            return thread;
        });
        try {
            return all(meter, threads, things, work);
        } finally {
            meter.stop();
            threads.shutdownNow();
        }
    }

    private static <T, R> List<R> all(PublishMeter meter, ExecutorService threads, List<T> things, Work<T, R> work)
            throws IOException {
        List<Callable<R>> calls = new ArrayList<>();
        for (T thing : things) {
            calls.add(() -> {
                try {
                    return work.on(thing);
                } catch (IOException | RuntimeException | Error e) {
                    meter.stop();
                    throw e;
                }
            });
        }
        List<Future<R>> futures = calls.stream().map(threads::submit).toList();
        List<R> results = new ArrayList<>();
        Throwable failure = null;
        for (Future<R> future : futures) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                // Those that only stopped because of another say nothing.
                failure = failure == null || failure instanceof PublishMeter.Stopped ? e.getCause() : failure;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                meter.stop();
                failure = new InterruptedIOException("interrupted");
                break;
            }
        }
        if (failure == null) {
            return results;
        }
        meter.awaitIdle(threads);
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof StreamException refused) {
            throw refused;
        }
        throw new IOException(failure);
    }
}
