package io.millrace.launcher.iterations;

import io.millrace.checkpoint.CheckpointStore.Summary;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.SequenceRange;
import io.millrace.checkpoint.ShardPlan;
import io.millrace.launcher.text.TextTable;
import java.util.List;
import java.util.Locale;

/** Iterations as tables for people. Stateless. */
public final class IterationTables {
    private IterationTables() {}

    static TextTable summaries(List<Summary> iterations) {
        TextTable table =
                new TextTable("LOGICAL NAME", "STREAM", "ITERATION", "STATE", "PLANNED AT", "SHARDS", "WITH RECORDS");
        for (Summary summary : iterations) {
            table.add(
                    summary.key().reader(),
                    summary.stream().name(),
                    summary.key().number(),
                    state(summary.state()),
                    summary.plannedAt(),
                    summary.shards(),
                    summary.shardsWithRecords());
        }
        return table;
    }

    static String headline(IterationPlan plan) {
        return plan.key() + ", " + state(plan.state()) + ", planned at " + plan.plannedAt();
    }

    /** The range of each shard of one iteration; both of its ends belong to it. */
    public static TextTable shards(IterationPlan plan) {
        TextTable table = new TextTable("SHARD", "AFTERWARDS", "FIRST SEQUENCE NUMBER", "LAST SEQUENCE NUMBER");
        for (ShardPlan shard : plan.shards()) {
            table.add(
                    shard.shard(),
                    shard.finished() ? "nothing left" : "goes on",
                    shard.records().map(SequenceRange::first).orElse(null),
                    shard.records().map(SequenceRange::last).orElse(null));
        }
        return table;
    }

    static String state(IterationPlan.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
