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
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * The story of the quickstart: half of a log, iteration 0, the other half while shards change, iteration 1, iteration 0
 * again, the sliding window, and whether all of it adds up. Not thread-safe; runs once.
 */
final class Quickstart {
    static final int STEPS = 8;
    static final String STREAM = "access";
    private static final int SHARDS = 4;

    private final LogFile log;
    private final RunFolder folder;
    private final LocalParts parts;
    private final Screen screen;
    private final PrintWriter err;

    Quickstart(LogFile log, RunFolder folder, LocalParts parts, Screen screen, PrintWriter err) {
        this.log = log;
        this.folder = folder;
        this.parts = parts;
        this.screen = screen;
        this.err = err;
    }

    /** Tells the story; false when a check failed. */
    boolean run() throws Exception {
        screen.line(String.format(Locale.ROOT, "Millrace quickstart with %s (%,d lines)", log.path(), log.lines()));
        screen.line("logs: " + folder.log("*"));
        screen.step("Start the stream service, DynamoDB Local and Hive, each a process of its own");
        screen.detail("stream service  " + parts.kinesis());
        screen.detail("DynamoDB Local  " + parts.dynamoDb());
        screen.detail("Hive            still starting, in the background");
        try (KinesisClient kinesis = Connection.to(parts.kinesis()).kinesis();
                LineReader lines = LogFile.open(log.path())) {
            return run(new Streams(kinesis), new Producer(kinesis, STREAM), lines);
        }
    }

    private boolean run(Streams streams, Producer producer, LineReader lines) throws Exception {
        screen.step("Create the stream '" + STREAM + "' with " + SHARDS + " shards and put the first half of the log");
        streams.create(STREAM, SHARDS);
        PutSummary first = put(producer, lines.limit(log.lines() / 2));

        Check check = new Check(screen);
        try (Queries queries = Queries.open(parts, folder, new Ticker(err), screen)) {
            screen.step("Iteration 0: all that the stream holds now");
            Iteration zero = queries.iteration(0);
            long second = reshardMeanwhile(streams, producer, lines);
            screen.step("Iteration 1: only what is new, whatever became of the shards");
            Iteration one = queries.iteration(1);
            screen.step("Iteration 0 once more: the same records, so the same rows");
            Iteration again = queries.again(0);
            screen.step("The sliding window over all that the stream holds");
            queries.slidingWindow();
            screen.step("Check what Hive answered against counts made without it");
            check.equal("records put in all", log.usable(), first.records() + second);
            check.equal("records of iteration 0", first.records(), zero.records());
            check.equal("records of iteration 1", second, one.records());
            check.equal("rows of iteration 0, read again", zero.rows(), again.rows());
            check.equal("ranges of iteration 0, read again", zero.ranges(), again.ranges());
            Map<String, Long> statuses = queries.statuses();
            check.equal("records of each status: " + counts(statuses), log.statuses(), statuses);
        }
        new NextSteps(folder, screen).show(check.passed());
        return check.passed();
    }

    private static String counts(Map<String, Long> statuses) {
        return statuses.entrySet().stream()
                .map(status -> String.format(Locale.ROOT, "%s %,d", status.getKey(), status.getValue()))
                .collect(Collectors.joining("; "));
    }

    /** The first of the new lines come in while the shards change, the others find the new shards. */
    private long reshardMeanwhile(Streams streams, Producer producer, LineReader lines)
            throws IOException, InterruptedException {
        screen.step("Put the other half, and meanwhile split a shard and merge two");
        CompletableFuture<Void> resharding =
                CompletableFuture.runAsync(() -> new Resharding(streams, STREAM).run(screen));
        PutSummary during = put(producer, lines.limit(log.lines() / 4));
        try {
            resharding.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "the shards could not be changed: " + e.getCause().getMessage(), e);
        }
        PutSummary after = put(producer, lines);
        screen.block(ShardTable.brief(streams.shards(STREAM)).lines());
        return during.records() + after.records();
    }

    private PutSummary put(Producer producer, LineSource lines) throws IOException {
        PutProgress progress = new PutProgress(err, Terminal.onStandardError(), System::nanoTime);
        PutSummary summary = producer.put(lines, progress);
        progress.end();
        screen.detail("put     " + progress.describe(summary));
        return summary;
    }
}
