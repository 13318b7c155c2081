package io.millrace.launcher.iterations;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.CheckpointStore.Summary;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.launcher.UserError;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code millrace iterations show}. */
@Command(
        name = "show",
        description = {
            "Show iterations shard by shard: from which sequence number to which one each shard is read.",
            "Both ends belong to the iteration. A shard without a range held nothing new."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace iterations show --table checkpoints                 all of them",
            "  millrace iterations show 0 --table checkpoints --stream access"
        })
final class IterationsShowCommand extends IterationsAction {
    @Parameters(arity = "0..1", paramLabel = "NUMBER", description = "Number of the iteration. Default: all.")
    private Long number;

    @Override
    int run(CheckpointStore store, PrintWriter out) {
        List<Summary> iterations = chosen(store).stream()
                .filter(summary -> number == null || summary.key().number().value() == number)
                .toList();
        if (iterations.isEmpty()) {
            throw new UserError("there is no iteration " + (number == null ? "" : number + " ") + "in " + scope()
                    + "; 'millrace iterations list' shows those that there are");
        }
        for (Summary summary : iterations) {
            IterationPlan plan = store.find(summary.key())
                    .orElseThrow(() -> new UserError(summary.key() + " was deleted while it was looked at"));
            if (json()) {
                out.println(Json.line(Json.of(plan)));
            } else {
                out.println(IterationTables.headline(plan));
                out.println(IterationTables.shards(plan));
                out.println();
            }
        }
        return 0;
    }
}
