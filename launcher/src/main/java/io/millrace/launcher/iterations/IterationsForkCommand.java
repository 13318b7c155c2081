package io.millrace.launcher.iterations;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.CheckpointStore.Summary;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.LogicalName;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace iterations fork}. */
@Command(
        name = "fork",
        description = {
            "Let another logical name go on where this one does.",
            """
            It gets this one's newest iteration and those that are not committed, under the same numbers. From then \
            on the two know nothing of each other.""",
            "A fork that was broken off is completed by doing it again."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  millrace iterations fork --as errors-test --table checkpoints \\",
            "    --logical-name errors --stream access"
        })
final class IterationsForkCommand extends IterationsAction {
    @Option(
            names = "--as",
            paramLabel = "NAME",
            required = true,
            description = "The other logical name, which has read nothing of the stream yet.")
    private String as;

    @Override
    int run(CheckpointStore store, PrintWriter out) {
        List<IterationPlan> copies = selection(store).one().operations(store).fork(new LogicalName(as));
        List<Summary> summaries = copies.stream().map(Summary::of).toList();
        if (json()) {
            summaries.forEach(summary -> out.println(Json.line(Json.of(summary))));
        } else {
            out.println(IterationTables.summaries(summaries));
        }
        return 0;
    }
}
