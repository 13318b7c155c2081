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
    void run(CheckpointStore store, PrintWriter out) {
        List<Summary> iterations = chosen(store);
        if (iterations.isEmpty()) {
            out.println("no iterations in " + scope());
            return;
        }
        out.println(IterationTables.summaries(iterations));
    }
}
