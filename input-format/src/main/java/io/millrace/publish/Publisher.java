package io.millrace.publish;

import io.millrace.client.StreamException;
import io.millrace.client.StreamWriter;
import io.millrace.config.Writing;
import io.millrace.write.Backoff;
import io.millrace.write.BatchWriter;
import io.millrace.write.WriteBudget;
import io.millrace.write.WriteCounter;
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
 * Puts the committed records of a {@link StagingArea} into their stream. All files are read and checked before the first
 * record is put. What is acknowledged is kept in a {@link Journal} per file, so that another publisher goes on where one
 * has failed or died; of each thread of the dead one, a call may be doubled. Used once, by one thread.
 */
public final class Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final StagingArea area;
    private final String sink;
    private final StreamWriter stream;
    private final Writing writing;
    private final PublishMeter meter;

    /**
     * A publisher of one sink.
     *
     * @param stream not closed here
     * @param alive learns of each count; thread-safe
     */
    public Publisher(StagingArea area, String sink, StreamWriter stream, Writing writing, WriteCounter.Meter alive) {
        this.area = area;
        this.sink = sink;
        this.stream = stream;
        this.writing = writing;
        this.meter = new PublishMeter(alive);
    }

    /** A committed file, and how many records it has. */
    private record Staged(Path file, long records) {}

    /**
     * Publishes what is not in the stream yet.
     *
     * @param settings of the stream, without secrets, kept for whoever has to go on
     * @throws PublishException when not all could be published
     * @throws IOException when nothing was published, as the staged files can't be used
     */
    public Published publish(PublishSettings settings) throws IOException {
        List<Path> files = area.committed(sink);
        if (area.isUncommitted(sink)) {
            throw new IOException("records were staged in " + area.folder()
                    + ", but no task was committed: does the job" + " use another output committer?");
        }
        if (files.isEmpty()) {
            return Published.nothing();
        }
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(writing.threads(), files.size()), task -> {
            Thread thread = new Thread(task, "millrace-publish");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Staged> staged =
                    all(threads, files, file -> new Staged(file, StagedFileReader.verify(file, area.conf())));
            long records = staged.stream().mapToLong(Staged::records).sum();
            settings.keep(area, sink, stream.describe().identity());
            publish(threads, staged, records);
            LOG.info("published to the stream of {}: {}", area.folder(), meter.published());
            return meter.published();
        } finally {
            meter.stop();
            threads.shutdownNow();
        }
    }

    private void publish(ExecutorService threads, List<Staged> staged, long records) throws IOException {
        WriteBudget budget = new WriteBudget(
                writing.limits().records().orElse(WriteBudget.UNLIMITED),
                writing.limits().bytes().orElse(WriteBudget.UNLIMITED),
                System::nanoTime);
        try {
            all(threads, staged, one -> {
                publish(one, budget);
                return one;
            });
        } catch (IOException | StreamException e) {
            throw new PublishException(
                    meter.published().before() + meter.published().count(WriteCounter.RECORDS) + " of " + records
                            + " records are in the stream, the others are kept in " + area.folder() + ": "
                            + e.getMessage() + ". To publish them as well: hadoop jar the connector's jar "
                            + FinishPublishing.class.getName() + " " + area.folder()
                            + "; to give them up, delete the folder",
                    e);
        }
    }

    private void publish(Staged staged, WriteBudget budget) throws IOException {
        Path file = staged.file();
        // A task may have several files of a sink, and a file's own name is unique.
        Path notes = new Path(area.publishing(sink), file.getName());
        try (Journal journal = Journal.open(area.files(), notes);
                StagedFileReader records = new StagedFileReader(file, area.conf())) {
            meter.before(journal.size());
            BatchWriter writer = new BatchWriter(
                    stream,
                    new BatchWriter.Manner(writing.ordered(), Backoff.DEFAULT, budget),
                    BatchWriter.Pace.REAL,
                    meter.listener(journal));
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
    private <T, R> List<R> all(ExecutorService threads, List<T> things, Work<T, R> work) throws IOException {
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
