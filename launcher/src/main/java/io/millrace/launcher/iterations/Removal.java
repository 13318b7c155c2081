package io.millrace.launcher.iterations;

import io.millrace.checkpoint.CheckpointStore.Summary;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Says which iterations are removed, and removes them when that was agreed to. Stateless. */
final class Removal {
    private Removal() {}

    /** @param remover removes what was agreed to */
    static void run(
            List<Summary> removed, Consumer<List<Summary>> remover, Consent consent, boolean json, PrintWriter out) {
        if (json) {
            for (Summary summary : removed) {
                Map<String, Object> values = Json.of(summary);
                values.put("removed", consent.yes);
                out.println(Json.line(values));
            }
        } else if (removed.isEmpty()) {
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
