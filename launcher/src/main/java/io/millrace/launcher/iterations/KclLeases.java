package io.millrace.launcher.iterations;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.ShardId;
import io.millrace.checkpoint.StreamIdentity;
import io.millrace.launcher.UserError;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/**
 * The lease table of an application of the Kinesis Client Library, versions 1 to 3: an item for each shard, with the
 * shard's id in {@code leaseKey} (of an application of several streams: ACCOUNT:STREAM:CREATION:SHARD), how far it is in
 * {@code checkpoint} and {@code checkpointSubSequenceNumber}. Stateless.
 */
final class KclLeases {
    private static final String KEY = "leaseKey";
    private static final String CHECKPOINT = "checkpoint";
    private static final String SUB_SEQUENCE_NUMBER = "checkpointSubSequenceNumber";

    private KclLeases() {}

    /** How far an application is in a shard. */
    sealed interface Checkpoint {}

    /** It has not begun; it would with the oldest record. */
    record TrimHorizon() implements Checkpoint {}

    /** It has not begun; it would with what is put from then on. */
    record Latest() implements Checkpoint {}

    /** It has read the closed shard to its end. */
    record ShardEnd() implements Checkpoint {}

    /** It has processed this record, of an aggregate this part and those before it. */
    record Processed(SequenceNumber number, long part) implements Checkpoint {}

    /**
     * The leases on the shards of a stream. An application of several streams keeps those of a deleted one for a while, which
     * may have had the same name.
     *
     * @throws UserError when there is no such table, or it holds none, or one that is not understood
     */
    static Map<ShardId, Checkpoint> read(DynamoDbClient dynamoDb, String table, StreamIdentity stream) {
        Map<String, Map<ShardId, Checkpoint>> byStream = new TreeMap<>();
        try {
            dynamoDb.scanPaginator(request -> request.tableName(table).consistentRead(true)).items().stream()
                    .filter(item -> item.containsKey(KEY) && item.containsKey(CHECKPOINT))
                    .forEach(item -> {
                        String key = item.get(KEY).s();
                        int end = key.lastIndexOf(':') + 1;
                        String prefix = key.substring(0, end);
                        if (prefix.isEmpty() || isOf(prefix, stream.name())) {
                            byStream.computeIfAbsent(prefix, one -> new TreeMap<>())
                                    .put(new ShardId(key.substring(end)), checkpoint(table, item));
                        }
                    });
        } catch (ResourceNotFoundException e) {
            throw new UserError(
                    "there is no lease table '" + table
                            + "': it is named like the application, and in the region and at"
                            + " the endpoint of the checkpoint table",
                    e);
        }
        if (byStream.isEmpty()) {
            throw new UserError("DynamoDB table '" + table + "' has no leases of an application that reads stream '"
                    + stream.name() + "': items with " + KEY + " and " + CHECKPOINT + " are looked for");
        }
        return byStream.size() == 1 ? byStream.values().iterator().next() : inPresentLife(byStream, table, stream);
    }

    /** Whether what comes before a shard's id names a stream. */
    private static boolean isOf(String prefix, String stream) {
        String[] parts = prefix.split(":", -1);
        return parts.length == 4 && parts[1].equals(stream);
    }

    private static Map<ShardId, Checkpoint> inPresentLife(
            Map<String, Map<ShardId, Checkpoint>> byStream, String table, StreamIdentity stream) {
        String account = stream.arn().split(":", -1)[4];
        String present = account + ":" + stream.name() + ":" + stream.created().getEpochSecond() + ":";
        if (!byStream.containsKey(present)) {
            throw new UserError("DynamoDB table '" + table + "' has leases of several streams named '" + stream.name()
                    + "', and none of them is the one of account " + account + " created at " + stream.created()
                    + ": the leases' keys begin with " + String.join(", ", byStream.keySet()));
        }
        return byStream.get(present);
    }

    private static Checkpoint checkpoint(String table, Map<String, AttributeValue> item) {
        String text = item.get(CHECKPOINT).s();
        if ("TRIM_HORIZON".equals(text)) {
            return new TrimHorizon();
        }
        if ("LATEST".equals(text)) {
            return new Latest();
        }
        if ("SHARD_END".equals(text)) {
            return new ShardEnd();
        }
        if ("AT_TIMESTAMP".equals(text)) {
            throw new UserError(
                    "lease '" + item.get(KEY).s() + "' of table '" + table + "' has not begun and would at a"
                            + " time that only the application knows: let it make a checkpoint first, or start a new reader"
                            + " with kinesis.initial.position");
        }
        try {
            AttributeValue part = item.get(SUB_SEQUENCE_NUMBER);
            return new Processed(
                    SequenceNumber.of(text), part == null || part.n() == null ? 0 : Long.parseLong(part.n()));
        } catch (IllegalArgumentException e) {
            throw new UserError(
                    "lease '" + item.get(KEY).s() + "' of table '" + table + "' has the checkpoint '" + text
                            + "', which is neither a sequence number nor one of TRIM_HORIZON, LATEST, SHARD_END",
                    e);
        }
    }
}
