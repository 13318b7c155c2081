package io.millrace.launcher.stream;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

/** {@code millrace stream describe}. */
@Command(
        name = "describe",
        description = "Show a stream and its shards: state, parents, hash key range, sequence numbers.",
        footerHeading = "%nExample:%n",
        footer = "  millrace stream describe access")
final class DescribeCommand extends StreamAction {
    @Parameters(paramLabel = "STREAM", description = "Name of the stream.")
    private String stream;

    @Override
    void run(Streams streams, PrintWriter out) {
        StreamDescriptionSummary summary = streams.describe(stream);
        out.println("stream     " + summary.streamName());
        out.println("arn        " + summary.streamARN());
        out.println("state      " + summary.streamStatusAsString());
        out.println("created    " + summary.streamCreationTimestamp());
        out.println("retention  " + summary.retentionPeriodHours() + " hours");
        out.println("shards     " + summary.openShardCount() + " open");
        out.println();
        out.println(ShardTable.full(streams.shards(stream)));
    }
}
