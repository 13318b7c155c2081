package io.millrace.benchmark.hive;

import io.millrace.benchmark.Calls;
import io.millrace.benchmark.Table;
import io.millrace.config.KinesisOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** How many calls a query for one partition key makes, with pushdown and without. */
final class KeyPushdown {
    private static final String STREAM = "wide";
    private static final int ROWS_BY_SHARD = 20;

    private final HiveLab hive;
    private final int shards;
    private final Table table = new Table(
            "A query for one partition key, with pushdown and without (" + KinesisOptions.PUSHDOWN_PARTITION_KEY.key()
                    + "). Calls as the service counts them, of all operations. First: includes what the planner asks to"
                    + " know how large the stream is, which is kept for a minute.",
            "engine",
            "shards",
            "pushdown",
            "calls",
            "of these GetRecords",
            "seconds",
            "calls without : with");

    /** Puts the rows. */
    KeyPushdown(HiveLab hive, HiveTables tables, int shards) throws IOException {
        this.hive = hive;
        this.shards = shards;
        tables.putStream(STREAM, shards, (long) ROWS_BY_SHARD * shards);
    }

    void measure(String engine) throws IOException {
        try (HiveSession session = hive.session(engine)) {
            HiveTables.createOfStream(session, STREAM);
            Run first = run(session);
            Run again = run(session);
            session.set(KinesisOptions.PUSHDOWN_PARTITION_KEY.key(), false);
            Run without = run(session);
            row(engine, "yes, first", first, without);
            row(engine, "yes, again", again, without);
            row(engine, "no", without, without);
        }
    }

    /** What a query cost. */
    private record Run(long calls, long pages, double seconds) {}

    private Run run(HiveSession session) throws IOException {
        Calls before = Calls.of(hive.lab());
        HiveSession.Answer answer = session.run(
                "SELECT count(*), min(id) FROM " + STREAM + " WHERE `__partition_key` = '" + JsonRows.key(1) + "'");
        Calls after = Calls.of(hive.lab());
        answer.mustBe(List.of("1|1"), "the query for a key");
        return new Run(after.since(before), after.since(before, "GetRecords"), answer.seconds());
    }

    private void row(String engine, String pushdown, Run run, Run without) {
        table.row(
                engine,
                Integer.toString(shards),
                pushdown,
                Long.toString(run.calls()),
                Long.toString(run.pages()),
                String.format(Locale.ROOT, "%.2f", run.seconds()),
                String.format(Locale.ROOT, "%.0f", (double) without.calls() / run.calls()));
    }

    void print(PrintStream out) {
        table.print(out);
    }
}
