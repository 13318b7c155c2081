package io.millrace.launcher.stream;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** {@code millrace stream merge}. */
@Command(
        name = "merge",
        description = "Merge two open shards with neighbouring hash key ranges and wait until the child is open.",
        footerHeading = "%nExample:%n",
        footer = "  millrace stream merge access 2 3")
final class MergeCommand extends StreamAction {
    @Parameters(index = "0", paramLabel = "STREAM", description = "Name of the stream.")
    private String stream;

    @Parameters(index = "1", paramLabel = "SHARD", description = "Id of one shard, or just its number.")
    private String shard;

    @Parameters(index = "2", paramLabel = "ADJACENT", description = "Id of the shard next to it, or its number.")
    private String adjacent;

    @Override
    void run(Streams streams, PrintWriter out) {
        List<Shard> shards = streams.shards(stream);
        Shard one = Shards.open(stream, shards, shard);
        Shard other = Shards.open(stream, shards, adjacent);
        streams.merge(stream, one, other);
        out.println("merged " + one.shardId() + " and " + other.shardId() + "; the stream's shards now:");
        out.println(ShardTable.brief(streams.shards(stream)));
    }
}
