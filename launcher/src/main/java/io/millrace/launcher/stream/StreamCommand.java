package io.millrace.launcher.stream;

import io.millrace.launcher.CommandGroup;
import picocli.CommandLine.Command;

/** {@code millrace stream}: the parent of the commands on streams and their shards. */
@Command(
        name = "stream",
        description = "Create, list, describe, split, merge and delete streams, through the Kinesis API.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            CreateCommand.class,
            ListCommand.class,
            DescribeCommand.class,
            SplitCommand.class,
            MergeCommand.class,
            DeleteCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace stream create access --shards 4",
            "  millrace stream describe access",
            "  millrace stream split access 0 --endpoint-url http://127.0.0.1:4567"
        })
public final class StreamCommand extends CommandGroup {}
