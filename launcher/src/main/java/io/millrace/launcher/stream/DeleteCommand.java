package io.millrace.launcher.stream;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code millrace stream delete}. */
@Command(
        name = "delete",
        description = "Delete a stream with all its records, without asking again.",
        footerHeading = "%nExample:%n",
        footer = "  millrace stream delete access")
final class DeleteCommand extends StreamAction {
    @Parameters(paramLabel = "STREAM", description = "Name of the stream.")
    private String stream;

    @Override
    void run(Streams streams, PrintWriter out) {
        streams.delete(stream);
        out.println("deleted stream '" + stream + "'");
    }
}
