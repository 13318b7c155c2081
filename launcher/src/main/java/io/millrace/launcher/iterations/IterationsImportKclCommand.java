package io.millrace.launcher.iterations;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.LogicalName;
import io.millrace.checkpoint.Position;
import io.millrace.checkpoint.ReaderImport;
import io.millrace.checkpoint.ReaderImport.Imported;
import io.millrace.checkpoint.ReaderImport.Left;
import io.millrace.checkpoint.ShardId;
import io.millrace.client.StreamReader;
import io.millrace.client.StreamReader.IteratorStart;
import io.millrace.config.Reading.ReadLimits;
import io.millrace.launcher.UserError;
import io.millrace.launcher.iterations.KclLeases.Checkpoint;
import io.millrace.launcher.iterations.KclLeases.Processed;
import io.millrace.read.AggregateSize;
import io.millrace.shard.KinesisStreamSurvey;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** {@code millrace iterations import-kcl}. */
@Command(
        name = "import-kcl",
        description = {"Go on where an application of the Kinesis Client Library (KCL 1, 2 or 3) has stopped.", """
            Plans iteration 0 of a logical name so that it holds all that the application has not processed, up to \
            now; 'next' reads it. Stop the application first. Its lease table is only read."""},
        footerHeading = "%nExample:%n",
        footer = {
            "  millrace iterations import-kcl my-kcl-app --table checkpoints \\",
            "    --logical-name errors --stream access"
        })
final class IterationsImportKclCommand extends CheckpointTableAction {
    /** What AWS allows the readers of a shard: 5 calls and 2 MiB per second. */
    private static final ReadLimits LIMITS = new ReadLimits(5, 2 << 20);

    @Parameters(paramLabel = "LEASE-TABLE", description = "The application's lease table, named like the application.")
    private String leaseTable;

    @Option(
            names = "--logical-name",
            paramLabel = "NAME",
            required = true,
            description = "The logical name that goes on reading, which has no iterations on the stream yet.")
    private String logicalName;

    @Option(
            names = "--stream",
            paramLabel = "STREAM",
            required = true,
            description = "The application's stream (name or ARN).")
    private String streamName;

    @Option(
            names = "--repeat-aggregates",
            description = "Where the application stopped inside an aggregated record, read that record again whole.")
    private boolean repeatAggregates;

    @Option(
            names = "--accept-loss",
            description = "Go on although records that the application has not processed may have expired.")
    private boolean acceptLoss;

    @Mixin
    private StreamOptions streams;

    @Override
    boolean makesTable() {
        return true;
    }

    @Override
    int run(CheckpointStore store, PrintWriter out) {
        LogicalName reader = new LogicalName(logicalName);
        try (StreamReader stream = streams.openNamed(streamName);
                DynamoDbClient dynamoDb = dynamoDb()) {
            Map<ShardId, Checkpoint> leases =
                    KclLeases.read(dynamoDb, leaseTable, stream.describe().identity());
            Imported imported = ReaderImport.survey(
                    reader, left(leases, stream), new KinesisStreamSurvey(stream, LIMITS), Instant.now());
            if (!imported.losses().isEmpty() && !acceptLoss) {
                throw new UserError("records may have expired unread, nothing was planned. "
                        + String.join("; ", imported.losses()) + ". To go on with what is left, add --accept-loss.");
            }
            IterationPlan plan = imported.plan();
            if (!store.iterations(reader, plan.key().streamArn()).isEmpty()
                    || !store.putIfAbsent(plan).equals(plan)) {
                throw new UserError("logical name '" + reader.value() + "' has iterations on "
                        + plan.key().streamArn() + " already; choose one that has none");
            }
            if (json()) {
                out.println(Json.line(Json.of(plan)));
            } else {
                out.println(IterationTables.headline(plan));
                out.println(IterationTables.shards(plan));
            }
        }
        return 0;
    }

    private Map<ShardId, Left> left(Map<ShardId, Checkpoint> leases, StreamReader stream) {
        ShardWalk walk = new ShardWalk(stream);
        Map<ShardId, Left> left = new TreeMap<>();
        List<String> inside = new ArrayList<>();
        leases.forEach((shard, checkpoint) -> {
            if (checkpoint instanceof Processed processed) {
                boolean again = isInside(shard, processed, walk);
                if (again) {
                    inside.add("shard " + shard + ", sequence number " + processed.number());
                }
                left.put(shard, new Left(Optional.of(new Position.After(processed.number())), again));
            } else if (checkpoint instanceof KclLeases.Latest) {
                left.put(shard, new Left(Optional.of(new Position.Latest()), false));
            } else if (checkpoint instanceof KclLeases.TrimHorizon) {
                left.put(shard, new Left(Optional.of(new Position.TrimHorizon()), false));
            } else {
                left.put(shard, new Left(Optional.empty(), false));
            }
        });
        if (!inside.isEmpty() && !repeatAggregates) {
            throw new UserError(
                    "the application stopped inside an aggregated record, and an iteration holds whole records: "
                            + String.join("; ", inside)
                            + ". To read these records again from their beginnings, add --repeat-aggregates.");
        }
        return left;
    }

    /** Whether a record holds parts behind the last one that was processed. */
    private static boolean isInside(ShardId shard, Processed processed, ShardWalk walk) {
        return walk.first(shard, new IteratorStart.At(processed.number()))
                .filter(record -> record.sequenceNumber().equals(processed.number()))
                .filter(record -> AggregateSize.of(record.data()) > processed.part() + 1)
                .isPresent();
    }
}
