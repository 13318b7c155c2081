package io.millrace.launcher.stream;

import io.millrace.launcher.text.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Shards as a table for people. Stateless. */
public final class ShardTable {
    private ShardTable() {}

    /** Id, state, parents, hash key range and sequence numbers of each shard. */
    static TextTable full(List<Shard> shards) {
        TextTable table = new TextTable(
                "SHARD", "STATE", "PARENTS", "FIRST HASH KEY", "LAST HASH KEY", "FROM SEQUENCE NUMBER", "TO");
        for (Shard shard : shards) {
            table.add(
                    shard.shardId(),
                    state(shard),
                    parents(shard),
                    shard.hashKeyRange().startingHashKey(),
                    shard.hashKeyRange().endingHashKey(),
                    shard.sequenceNumberRange().startingSequenceNumber(),
                    shard.sequenceNumberRange().endingSequenceNumber());
        }
        return table;
    }

    /** Id, state and parents of each shard, and which part of the hash keys it holds. */
    public static TextTable brief(List<Shard> shards) {
        TextTable table = new TextTable("SHARD", "STATE", "PARENTS", "HASH KEYS");
        for (Shard shard : shards) {
            String from = percent(Shards.start(shard).doubleValue());
            String to = percent(Shards.end(shard).doubleValue());
            table.add(shard.shardId(), state(shard), parents(shard), from + " to " + to);
        }
        return table;
    }

    private static String state(Shard shard) {
        return Shards.isOpen(shard) ? "open" : "closed";
    }

    private static String parents(Shard shard) {
        String parents = Stream.of(shard.parentShardId(), shard.adjacentParentShardId())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" + "));
        return parents.isEmpty() ? null : parents;
    }

    private static String percent(double hashKey) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * hashKey / Math.pow(2, 128));
    }
}
