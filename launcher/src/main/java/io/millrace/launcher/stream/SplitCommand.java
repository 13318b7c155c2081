package io.millrace.launcher.stream;

import io.millrace.launcher.UserError;
import java.io.PrintWriter;
import java.math.BigInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** {@code millrace stream split}. */
@Command(
        name = "split",
        description = "Split an open shard in two and wait until the children are open.",
        footerHeading = "%nExamples:%n",
        footer = {"  millrace stream split access shardId-000000000000", "  millrace stream split access 0"})
final class SplitCommand extends StreamAction {
    @Parameters(index = "0", paramLabel = "STREAM", description = "Name of the stream.")
    private String stream;

    @Parameters(index = "1", paramLabel = "SHARD", description = "Id of the shard, or just its number.")
    private String shard;

    @Option(
            names = "--at",
            paramLabel = "HASHKEY",
            converter = HashKey.class,
            description = "Hash key at which the upper child begins. Default: the middle of the shard.")
    private BigInteger at;

    /** Instead of picocli's own, whose message names classes of Java. */
    private static final class HashKey implements ITypeConverter<BigInteger> {
        @Override
        public BigInteger convert(String text) {
            try {
                return new BigInteger(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is not a hash key, which is a whole number");
            }
        }
    }

    @Override
    void run(Streams streams, PrintWriter out) {
        Shard found = Shards.open(stream, streams.shards(stream), shard);
        BigInteger key = at == null ? Shards.middle(found) : at;
        if (key.compareTo(Shards.start(found)) <= 0 || key.compareTo(Shards.end(found)) > 0) {
            throw new UserError("--at " + key + " is not inside shard " + found.shardId() + " (above "
                    + Shards.start(found) + ", up to " + Shards.end(found) + ")");
        }
        streams.split(stream, found, key);
        out.println("split " + found.shardId() + "; the stream's shards now:");
        out.println(ShardTable.brief(streams.shards(stream)));
    }
}
