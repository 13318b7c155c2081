package io.millrace.launcher.quickstart;

import io.millrace.checkpoint.IterationPlan;
import io.millrace.launcher.UserError;
import io.millrace.launcher.iterations.IterationTables;
import io.millrace.launcher.tool.Question;
import io.millrace.local.HiveDriver;
import io.millrace.local.RuntimeClasspath;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Runs the examples' HQL on the quickstart's Hive, and shows what runs and what comes out. Not thread-safe. */
final class Queries implements AutoCloseable {
    private static final String TABLE = "access_log";

    private final HiveSession hive;
    private final Screen screen;
    private final CheckpointView checkpoints;

    private Queries(URI dynamoDb, HiveSession hive, Screen screen) {
        this.hive = hive;
        this.screen = screen;
        this.checkpoints = new CheckpointView(dynamoDb, Question.CHECKPOINT_TABLE, Question.LOGICAL_NAME);
    }

    /** Waits for Hive and opens a session on it. */
    static Queries open(LocalParts parts, RunFolder folder, Ticker ticker, Screen screen) throws Exception {
        int port = ticker.during("Hive starts", parts::hivePort);
        screen.detail("Hive    ready at jdbc:hive2://127.0.0.1:" + port);
        HiveSession hive =
                new HiveSession(HiveDriver.load(folder.log("hive-jdbc")).connect(port), ticker);
        // The examples name no endpoint, so that they run against AWS as they are.
        hive.execute("SET kinesis.endpoint.url=" + parts.kinesis());
        hive.execute("SET kinesis.checkpoint.metastore.endpoint.url=" + parts.dynamoDb());
        return new Queries(parts.dynamoDb(), hive, screen);
    }

    /** Runs the example on an iteration and shows its HQL, its result and its ranges. */
    Iteration iteration(long number) throws Exception {
        Path file = example("top-errors.hql");
        screen.detail(display(file) + " with iteration = " + number);
        if (number == 0) {
            screen.block(Files.readAllLines(file));
        }
        return read(file, number);
    }

    /** Runs the example once more on an iteration that was read before. */
    Iteration again(long number) throws Exception {
        return read(example("top-errors.hql"), number);
    }

    /** The top errors of all that the stream holds, without iterations. */
    ResultTable slidingWindow() throws Exception {
        Path file = example("sliding-window.hql");
        screen.detail(display(file));
        screen.block(Files.readAllLines(file));
        ResultTable result = last(file, hive.run(file, variables(0)));
        screen.block(result.lines());
        return result;
    }

    /** How many records of the stream have each status. */
    Map<String, Long> statuses() {
        hive.execute("SET kinesis.checkpoint.enabled=false");
        Map<String, Long> statuses = new TreeMap<>();
        for (List<String> row : hive.execute("SELECT status, count(*) FROM " + TABLE + " GROUP BY status")
                .rows()) {
            String status = row.get(0) == null ? LogFile.MALFORMED : row.get(0);
            statuses.put(status, Long.valueOf(row.get(1)));
        }
        return statuses;
    }

    private Iteration read(Path file, long number) throws Exception {
        long start = System.nanoTime();
        ResultTable result = last(file, hive.run(file, variables(number)));
        screen.block(result.lines());
        IterationPlan plan = checkpoints.plan(number);
        long records = count();
        screen.detail(String.format(
                Locale.ROOT,
                "iteration %d: %,d records, in %.1f s; what it reads of each shard:",
                number,
                records,
                (System.nanoTime() - start) / 1e9));
        screen.block(IterationTables.shards(plan).lines());
        return new Iteration(result, records, plan);
    }

    /** The records of the iteration that the session is set to. */
    private long count() {
        return Long.parseLong(
                hive.execute("SELECT count(*) FROM " + TABLE).rows().get(0).get(0));
    }

    private static Map<String, String> variables(long iteration) {
        return Map.of("stream", Production.STREAM, "iteration", Long.toString(iteration));
    }

    private static ResultTable last(Path file, List<ResultTable> tables) {
        if (tables.isEmpty()) {
            throw new UserError(file + " has no query that gives rows");
        }
        return tables.get(tables.size() - 1);
    }

    private static Path example(String name) {
        return RuntimeClasspath.root().resolve("examples").resolve("hql").resolve(name);
    }

    private static String display(Path file) {
        return RuntimeClasspath.root().relativize(file).toString();
    }

    @Override
    public void close() throws SQLException {
        hive.close();
    }
}
