package io.millrace.launcher.iterations;

import io.millrace.checkpoint.CheckpointStore.Summary;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Says which iterations are removed, and removes them when that was agreed to. Stateless. */
final class Removal {
    private Removal() {}

    /**
     * Prints a table of what is about to be removed, or JSON of each iteration once it is.
     *
     * @param remover removes one after the other of what was agreed to, and throws at the first one that it can't
     */
    static void run(
            List<Summary> removed, Consumer<List<Summary>> remover, Consent consent, boolean json, PrintWriter out) {
        if (json) {
            for (Summary summary : removed) {
                if (consent.yes) {
                    remover.accept(List.of(summary));
                }
                Map<String, Object> values = Json.of(summary);
                values.put("removed", consent.yes);
                out.println(Json.line(values));
                out.flush();
            }
            return;
        }
        if (removed.isEmpty()) {
            out.println("nothing to remove");
        } else {
            out.println(consent.yes ? "removing" : "would remove");
            out.println(IterationTables.summaries(removed));
        }
        out.flush();
        if (consent.yes) {
            remover.accept(removed);
        }
    }
}
