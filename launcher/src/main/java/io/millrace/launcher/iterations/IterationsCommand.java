package io.millrace.launcher.iterations;

import io.millrace.launcher.CommandGroup;
import picocli.CommandLine.Command;

/** {@code millrace iterations}: the parent of the commands on a checkpoint table. */
@Command(
        name = "iterations",
        description = "Look at the iterations of a checkpoint table, check them, go back, branch off, clean up.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            IterationsListCommand.class,
            IterationsShowCommand.class,
            IterationsLagCommand.class,
            IterationsVerifyCommand.class,
            IterationsRewindCommand.class,
            IterationsForkCommand.class,
            IterationsDeleteCommand.class,
            IterationsImportKclCommand.class,
            IterationsExportCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace iterations list --table checkpoints",
            "  millrace iterations lag --table checkpoints",
            "  millrace iterations show 3 --table checkpoints --logical-name errors"
        })
public final class IterationsCommand extends CommandGroup {}
