package io.millrace.launcher.iterations;

import io.millrace.checkpoint.CheckpointStore;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A command on some or all iterations of a checkpoint table. */
abstract class IterationsAction extends CheckpointTableAction {
    @Option(names = "--logical-name", paramLabel = "NAME", description = "Only the iterations of this logical name.")
    private String logicalName;

    @Option(
            names = "--stream",
            paramLabel = "STREAM",
            description = "Only the iterations on this stream (name or ARN).")
    private String stream;

    /** The iterations of the store that the options let through. */
    final IterationSelection selection(CheckpointStore store) {
        return new IterationSelection(store, table(), Optional.ofNullable(logicalName), Optional.ofNullable(stream));
    }
}
