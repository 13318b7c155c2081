package io.millrace.launcher.quickstart;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The story of the quickstart: half of a log, iteration 0, the other half while shards change, iteration 1, iteration 0
 * again, the sliding window, and whether all of it adds up. Not thread-safe; runs once.
 */
final class Quickstart {
    static final int STEPS = 8;

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
        try (Production production = Production.open(log, parts.kinesis(), screen, err)) {
            return run(production);
        }
    }

    private boolean run(Production production) throws Exception {
        screen.step("Create the stream '" + Production.STREAM + "' with " + Production.SHARDS
                + " shards and put the first half of the log");
        long first = production.first();

        Check check = new Check(screen);
        try (Queries queries = Queries.open(parts, folder, new Ticker(err), screen)) {
            screen.step("Iteration 0: all that the stream holds now");
            Iteration zero = queries.iteration(0);
            screen.step("Put the other half, and meanwhile split a shard and merge two");
            long second = production.secondWhileResharding();
            screen.step("Iteration 1: only what is new, whatever became of the shards");
            Iteration one = queries.iteration(1);
            screen.step("Iteration 0 once more: the same records, so the same rows");
            Iteration again = queries.again(0);
            screen.step("The sliding window over all that the stream holds");
            queries.slidingWindow();
            screen.step("Check what Hive answered against counts made without it");
            check.equal("records put in all", log.usable(), first + second);
            check.equal("records of iteration 0", first, zero.records());
            check.equal("records of iteration 1", second, one.records());
            check.equal("rows of iteration 0, read again", zero.rows(), again.rows());
            check.equal("ranges of iteration 0, read again", zero.ranges(), again.ranges());
            Map<String, Long> statuses = queries.statuses();
            check.equal("records of each status: " + counts(statuses), log.statuses(), statuses);
        }
        new NextSteps(folder, screen).show(check.passed(), NextSteps.askHive());
        return check.passed();
    }

    private static String counts(Map<String, Long> statuses) {
        return statuses.entrySet().stream()
                .map(status -> String.format(Locale.ROOT, "%s %,d", status.getKey(), status.getValue()))
                .collect(Collectors.joining("; "));
    }
}
