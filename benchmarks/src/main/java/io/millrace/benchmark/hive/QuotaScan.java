package io.millrace.benchmark.hive;

import io.millrace.benchmark.Calls;
import io.millrace.benchmark.Pause;
import io.millrace.benchmark.Samples;
import io.millrace.benchmark.Table;
import io.millrace.config.KinesisOptions;
import io.millrace.config.Reading.ReadLimits;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A query on a stream whose shards have quotas, against the time that these dictate. The service gives a page whole and
 * lets it be paid before the next one, so what counts of a shard is all pages but the last. Tasks run
 * one after the other here, so that the shards' times add up.
 */
final class QuotaScan {
    private static final String STREAM = "limited";
    /** Records of a page: a megabyte, half a second by the quota. */
    private static final int PAGE = 1000;
    /** Until a shard has saved up again what it can. */
    private static final int PAUSE_MILLIS = 2000;

    private final HiveLab hive;
    private final HiveTables tables;
    private final long rows;
    private final int rounds;
    private List<Long> counts = List.of();
    private final Table table = new Table(
            "With the quotas of a shard (2 MiB of payloads and partition keys and five calls a second), " + PAGE
                    + " records a call: " + Query.GROUP_BY.title() + ". Dictated: what the quotas allow for"
                    + " the shards, one after the other, but for the last page of each. Seconds and dictated : seconds: minimum / median / maximum."
                    + " Refused: calls of all rounds, planning included, as the service counts.",
            "engine",
            "rows",
            "shards",
            "dictated s",
            "seconds",
            "dictated : seconds",
            "calls",
            "refused");

    /** Puts the rows; the service has no quotas yet. */
    QuotaScan(HiveLab hive, HiveTables tables, int shards, long rows, int rounds) throws IOException {
        this.hive = hive;
        this.tables = tables;
        this.rows = rows;
        this.rounds = rounds;
        tables.putStream(STREAM, shards, rows);
    }

    /** Counts the rows of each shard, while nothing is limited. */
    void look(String engine) {
        try (HiveSession session = hive.session(engine)) {
            HiveTables.createOfStream(session, STREAM);
            counts = session.run("SELECT count(*) FROM " + STREAM + " GROUP BY `__shard_id`").rows().stream()
                    .map(Long::valueOf)
                    .toList();
        }
    }

    private double dictatedSeconds() {
        long paid =
                counts.stream().mapToLong(count -> (count - 1) / PAGE * PAGE).sum();
        return (double) paid * tables.rows().quotaBytes() / ReadLimits.OF_A_SHARD.bytes();
    }

    /** Adds a row; the service has quotas now. */
    void measure(String engine) throws IOException {
        double dictated = dictatedSeconds();
        try (HiveSession session = hive.session(engine)) {
            session.set(KinesisOptions.READ_LIMIT_CALLS.key(), ReadLimits.OF_A_SHARD.calls())
                    .set(KinesisOptions.READ_LIMIT_BYTES.key(), ReadLimits.OF_A_SHARD.bytes())
                    .set(KinesisOptions.BATCH_SIZE.key(), PAGE);
            List<String> expected = session.run(Query.GROUP_BY.of(STREAM)).rows();
            Calls before = Calls.of(hive.lab());
            List<Double> seconds = new ArrayList<>();
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                Pause.millis(PAUSE_MILLIS);
                HiveSession.Answer answer = session.run(Query.GROUP_BY.of(STREAM));
                answer.mustBe(expected, "the limited stream");
                seconds.add(answer.seconds());
                ratios.add(dictated / answer.seconds());
            }
            Calls after = Calls.of(hive.lab());
            table.row(
                    engine,
                    String.format(Locale.ROOT, "%,d", rows),
                    Integer.toString(counts.size()),
                    String.format(Locale.ROOT, "%.1f", dictated),
                    Samples.of(seconds).spread(),
                    Samples.of(ratios).spread(),
                    Long.toString(after.since(before)),
                    Long.toString(after.refusedSince(before)));
        }
    }

    void print(PrintStream out) {
        table.print(out);
    }
}
