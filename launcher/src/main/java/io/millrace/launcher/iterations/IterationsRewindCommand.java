package io.millrace.launcher.iterations;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.CheckpointStore.Summary;
import io.millrace.checkpoint.IterationNumber;
import io.millrace.checkpoint.IterationOperations;
import io.millrace.launcher.UserError;
import java.io.PrintWriter;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace iterations rewind}. */
@Command(
        name = "rewind",
        description = {
            "Go back: remove all iterations of a reader that come after one.",
            """
            The newest goes first. The next new iteration then holds everything that was put since, in one. 'export' \
            keeps a copy of what is removed.""",
            "Let no job of this reader run meanwhile. A rewind that was broken off is completed by doing it again."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace iterations rewind --to 41 --table checkpoints \\",
            "    --logical-name errors --stream access --dry-run",
            "  millrace iterations rewind --to 41 --table checkpoints \\",
            "    --logical-name errors --stream access --yes"
        })
final class IterationsRewindCommand extends IterationsAction {
    @Option(names = "--to", paramLabel = "N", required = true, description = "The last iteration to keep.")
    private long to;

    @ArgGroup(multiplicity = "1")
    private Consent consent;

    @Override
    int run(CheckpointStore store, PrintWriter out) {
        ReaderOfStream reader = selection(store).one();
        IterationOperations operations = reader.operations(store);
        IterationNumber kept = new IterationNumber(to);
        Removal.run(operations.after(kept), operations::rewind, consent, json(), out);
        if (consent.yes) {
            Summary newest =
                    store.newest(reader.reader(), reader.stream().arn()).orElseThrow();
            if (!newest.key().number().equals(kept)) {
                throw new UserError("a job of this reader has planned " + newest.key()
                        + " meanwhile: stop the reader's jobs and rewind again");
            }
        }
        return 0;
    }
}
