package io.millrace.launcher.iterations;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.CheckpointStore.Summary;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code millrace iterations list}. */
@Command(
        name = "list",
        description = "List the iterations: whose, on which stream, when planned, and whether committed.",
        footerHeading = "%nExample:%n",
        footer = "  millrace iterations list --table checkpoints --endpoint-url http://127.0.0.1:8000")
final class IterationsListCommand extends IterationsAction {
    @Override
    int run(CheckpointStore store, PrintWriter out) {
        List<Summary> iterations = chosen(store);
        if (json()) {
            iterations.forEach(summary -> out.println(Json.line(Json.of(summary))));
        } else if (iterations.isEmpty()) {
            out.println("no iterations in " + scope());
        } else {
            out.println(IterationTables.summaries(iterations));
        }
        return 0;
    }
}
