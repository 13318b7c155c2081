package io.millrace.launcher.stream;

import io.millrace.launcher.text.TextTable;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import software.amazon.awssdk.services.kinesis.model.StreamSummary;

/** {@code millrace stream list}. */
@Command(
        name = "list",
        description = "List all streams of the account and region.",
        footerHeading = "%nExample:%n",
        footer = "  millrace stream list --region eu-west-1")
final class ListCommand extends StreamAction {
    @Override
    void run(Streams streams, PrintWriter out) {
        List<StreamSummary> all = streams.list();
        if (all.isEmpty()) {
            out.println("no streams");
            return;
        }
        TextTable table = new TextTable("STREAM", "STATE", "CREATED", "ARN");
        all.forEach(stream -> table.add(
                stream.streamName(),
                stream.streamStatusAsString(),
                stream.streamCreationTimestamp(),
                stream.streamARN()));
        out.println(table);
    }
}
