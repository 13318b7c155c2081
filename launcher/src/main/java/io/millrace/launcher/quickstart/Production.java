package io.millrace.launcher.quickstart;

import io.millrace.launcher.client.Connection;
import io.millrace.launcher.put.LineReader;
import io.millrace.launcher.put.LineSource;
import io.millrace.launcher.put.PutProgress;
import io.millrace.launcher.put.PutSummary;
import io.millrace.launcher.stream.ShardTable;
import io.millrace.launcher.stream.Streams;
import io.millrace.launcher.text.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Fills the stream of a quickstart with a log, in two halves, and changes its shards meanwhile. Not thread-safe. */
final class Production implements AutoCloseable {
    static final String STREAM = "access";
    static final int SHARDS = 4;

    private final LogFile log;
    private final Screen screen;
    private final PrintWriter err;
    private final KinesisClient kinesis;
    private final Streams streams;
    private final Producer producer;
    private final LineReader lines;

    private Production(LogFile log, URI kinesis, Screen screen, PrintWriter err) throws IOException {
        this.log = log;
        this.screen = screen;
        this.err = err;
        this.lines = LogFile.open(log.path());
        this.kinesis = Connection.to(kinesis).kinesis();
        this.streams = new Streams(this.kinesis);
        this.producer = new Producer(this.kinesis, STREAM);
    }

    /** Opens the log; nothing is put yet. */
    static Production open(LogFile log, URI kinesis, Screen screen, PrintWriter err) throws IOException {
        return new Production(log, kinesis, screen, err);
    }

    /** Makes the stream and puts the first half; returns how many records that were. */
    long first() throws IOException {
        streams.create(STREAM, SHARDS);
        return put(lines.limit(log.half())).records();
    }

    /**
     * Puts the other half: the first of the lines come in while the shards change, the others find the new shards.
     *
     * @return how many records that were
     */
    long secondWhileResharding() throws IOException, InterruptedException {
        CompletableFuture<Void> resharding =
                CompletableFuture.runAsync(() -> new Resharding(streams, STREAM).run(screen));
        PutSummary during = put(lines.limit(log.lines() / 4));
        try {
            resharding.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "the shards could not be changed: " + e.getCause().getMessage(), e);
        }
        PutSummary after = put(lines);
        screen.block(ShardTable.brief(streams.shards(STREAM)).lines());
        return during.records() + after.records();
    }

    private PutSummary put(LineSource some) throws IOException {
        PutProgress progress = new PutProgress(err, Terminal.onStandardError(), System::nanoTime);
        PutSummary summary = producer.put(some, progress);
        progress.end();
        screen.detail("put     " + progress.describe(summary));
        return summary;
    }

    @Override
    public void close() throws IOException {
        lines.close();
        kinesis.close();
    }
}
