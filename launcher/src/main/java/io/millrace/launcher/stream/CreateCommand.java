package io.millrace.launcher.stream;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace stream create}. */
@Command(
        name = "create",
        description = "Create a stream and wait until it is active.",
        footerHeading = "%nExample:%n",
        footer = "  millrace stream create access --shards 4")
final class CreateCommand extends StreamAction {
    @Parameters(paramLabel = "STREAM", description = "Name of the new stream.")
    private String stream;

    @Option(
            names = "--shards",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many shards it begins with. Default: ${DEFAULT-VALUE}.")
    private int shards;

    @Override
    void run(Streams streams, PrintWriter out) {
        streams.create(stream, shards);
        out.println("created stream '" + stream + "' with " + shards + (shards == 1 ? " shard" : " shards"));
    }
}
