package io.millrace.launcher.iterations;

import io.millrace.checkpoint.CheckpointStore;
import java.io.PrintWriter;
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
        selection(store).plans(number).forEach(plan -> {
            if (json()) {
                out.println(Json.line(Json.of(plan)));
            } else {
                out.println(IterationTables.headline(plan));
                out.println(IterationTables.shards(plan));
                out.println();
            }
        });
        return 0;
    }
}
