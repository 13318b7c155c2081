package io.millrace.launcher.iterations;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.IterationNumber;
import io.millrace.checkpoint.IterationOperations;
import java.io.PrintWriter;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace iterations delete}. */
@Command(
        name = "delete",
        description = {"Remove old iterations of a reader.", """
            The oldest goes first. What is not committed stays, and so does the newest iteration, since the next one \
            goes on from it. A removed iteration can't be read again."""},
        footerHeading = "%nExample:%n",
        footer = {
            "  millrace iterations delete --before 1000 --table checkpoints \\",
            "    --logical-name errors --stream access --yes"
        })
final class IterationsDeleteCommand extends IterationsAction {
    @Option(
            names = "--before",
            paramLabel = "N",
            required = true,
            description = "Iterations with a lower number than this are removed.")
    private long before;

    @ArgGroup(multiplicity = "1")
    private Consent consent;

    @Override
    int run(CheckpointStore store, PrintWriter out) {
        IterationOperations operations = selection(store).one().operations(store);
        Removal.run(operations.committedBefore(new IterationNumber(before)), operations::delete, consent, json(), out);
        return 0;
    }
}
