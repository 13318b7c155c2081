package io.millrace.launcher.iterations;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.CheckpointStore.Summary;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

/** {@code millrace iterations export}. */
@Command(
        name = "export",
        description = {"Print iterations with all their shards as JSON lines, one iteration per line.", """
            first and last are the ends of the range that the iteration reads, consumed is where the next one starts \
            after; sequence numbers are texts, since they are longer than JSON's numbers."""},
        footerHeading = "%nExample:%n",
        footer = {"  millrace iterations export --table checkpoints \\", "    --logical-name errors > errors.jsonl"})
final class IterationsExportCommand extends IterationsAction {
    @Override
    int run(CheckpointStore store, PrintWriter out) {
        for (Summary summary : selection(store).chosen()) {
            // One that was deleted since the list was made is no longer part of the table's contents.
            store.find(summary.key()).ifPresent(plan -> out.println(Json.line(Json.of(plan))));
        }
        return 0;
    }
}
