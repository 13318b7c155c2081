package io.millrace.launcher.iterations;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.CheckpointStore.Summary;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.SequenceRange;
import io.millrace.checkpoint.ShardId;
import io.millrace.checkpoint.ShardPlan;
import io.millrace.client.StreamReader;
import io.millrace.launcher.UserError;
import io.millrace.launcher.iterations.ShardCheck.Verdict;
import io.millrace.launcher.text.TextTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code millrace iterations verify}. */
@Command(
        name = "verify",
        description = {
            "Read the records of iterations again and say whether each shard's range is still whole in the stream.",
            """
            Exit code 0 when all of them are, 1 when something is missing. It reads all of the ranges, at the cost of \
            a query that does so."""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace iterations verify 41 --table checkpoints --logical-name errors",
            "  millrace iterations verify --table checkpoints --stream access --json"
        })
final class IterationsVerifyCommand extends IterationsAction {
    @Parameters(arity = "0..1", paramLabel = "NUMBER", description = "Number of the iteration. Default: all.")
    private Long number;

    @Mixin
    private StreamOptions streams;

    @Override
    int run(CheckpointStore store, PrintWriter out) {
        boolean whole = true;
        for (IterationPlan plan : (Iterable<IterationPlan>) selection(store).plans(number)::iterator) {
            List<ShardCheck> checks = check(plan);
            boolean complete = checks.stream().allMatch(check -> check.verdict() == Verdict.WHOLE);
            whole &= complete;
            print(plan, checks, complete, out);
            out.flush();
        }
        return whole ? 0 : 1;
    }

    private List<ShardCheck> check(IterationPlan plan) {
        List<ShardCheck> checks = new ArrayList<>();
        try (StreamReader reader = streams.open(plan.stream().arn())) {
            if (!reader.describe().identity().equals(plan.stream())) {
                throw new UserError(plan.key() + " was planned on the stream created at "
                        + plan.stream().created()
                        + ", but the stream of that name now is another one: nothing of it can be read");
            }
            Set<ShardId> listed = listed(reader);
            ShardWalk walk = new ShardWalk(reader);
            for (ShardPlan shard : plan.shards()) {
                Optional<SequenceRange> range = shard.records();
                range.ifPresent(
                        records -> checks.add(ShardCheck.of(shard, records, listed.contains(shard.shard()), walk)));
            }
        }
        return checks;
    }

    private static Set<ShardId> listed(StreamReader reader) {
        Set<ShardId> listed = new HashSet<>();
        Optional<String> token = Optional.empty();
        do {
            StreamReader.ShardPage page = reader.shards(token);
            page.shards().forEach(shard -> listed.add(shard.id()));
            token = page.nextToken();
        } while (token.isPresent());
        return listed;
    }

    private void print(IterationPlan plan, List<ShardCheck> checks, boolean complete, PrintWriter out) {
        long records = checks.stream().mapToLong(ShardCheck::records).sum();
        if (json()) {
            Map<String, Object> values = Json.of(Summary.of(plan));
            values.put("whole", complete);
            values.put("records", records);
            values.put(
                    "shards", checks.stream().map(IterationsVerifyCommand::json).toList());
            out.println(Json.line(values));
            return;
        }
        out.println(IterationTables.headline(plan));
        if (!checks.isEmpty()) {
            TextTable table = new TextTable("SHARD", "RANGE", "RECORDS");
            checks.forEach(check -> table.add(check.plan().shard(), verdict(check), check.records()));
            out.println(table);
        }
        out.println((complete ? "whole, " : "NOT WHOLE, ") + records + " records");
        out.println();
    }

    private static Map<String, Object> json(ShardCheck check) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("shardId", check.plan().shard().value());
        values.put("range", verdict(check));
        values.put("records", check.records());
        return values;
    }

    private static String verdict(ShardCheck check) {
        return check.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
