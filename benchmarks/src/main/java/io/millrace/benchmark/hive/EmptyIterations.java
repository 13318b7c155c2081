package io.millrace.benchmark.hive;

import io.millrace.benchmark.Samples;
import io.millrace.benchmark.Table;
import io.millrace.config.KinesisOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What an iteration costs that has nothing to read: planning, a job that reads nothing, and the commit. */
final class EmptyIterations {
    private static final String STREAM = "idle";
    private static final String FILES = "empty_files";
    private static final int ROWS = 1000;
    private static final String COUNT = "SELECT count(*) FROM ";

    private final HiveLab hive;
    private final HiveTables tables;
    private final int rounds;
    private final Table table = new Table(
            "An empty iteration: count(*) of the next iteration of a stream without a new record, against count(*) of a"
                    + " table of one empty file, in turns. Seconds: minimum / median / maximum; more: of the medians.",
            "engine",
            "empty iteration s",
            "empty file s",
            "more s");

    /** Puts the rows of the first iteration. */
    EmptyIterations(HiveLab hive, HiveTables tables, int shards, int rounds) throws IOException {
        this.hive = hive;
        this.tables = tables;
        this.rounds = rounds;
        tables.putStream(STREAM, shards, ROWS);
        tables.writeFiles(FILES, 1, 0);
    }

    void measure(String engine) {
        try (HiveSession session = hive.session(engine)) {
            HiveTables.createOfStream(session, STREAM);
            tables.createOfFiles(session, FILES);
            session.set(KinesisOptions.CHECKPOINT_ENABLED.key(), true)
                    .set(KinesisOptions.CHECKPOINT_TABLE.key(), "iterations")
                    .set(KinesisOptions.LOGICAL_NAME.key(), engine)
                    .set(KinesisOptions.ITERATION.key(), "next");
            session.run(COUNT + STREAM).mustBe(List.of(Integer.toString(ROWS)), "the first iteration");
            List<Double> iterations = new ArrayList<>();
            List<Double> files = new ArrayList<>();
            // The first round warms up.
            for (int round = 0; round <= rounds; round++) {
                double iteration = seconds(session, STREAM);
                double file = seconds(session, FILES);
                if (round > 0) {
                    iterations.add(iteration);
                    files.add(file);
                }
            }
            double more = Samples.of(iterations).median() - Samples.of(files).median();
            table.row(
                    engine,
                    Samples.of(iterations).spread(),
                    Samples.of(files).spread(),
                    String.format(Locale.ROOT, "%.2f", more));
        }
    }

    private static double seconds(HiveSession session, String from) {
        HiveSession.Answer answer = session.run(COUNT + from);
        answer.mustBe(List.of("0"), COUNT + from);
        return answer.seconds();
    }

    void print(PrintStream out) {
        table.print(out);
    }
}
