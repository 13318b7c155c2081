package io.millrace.checkpoint.dynamodb;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.checkpoint.CheckpointStore.Summary;
import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.LogicalName;
import io.millrace.checkpoint.ShardPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Makes plans of items: of a header and, when the plan is large, of the chunks that it refers to. Thread-safe. */
final class PlanReader {
    private final TableAccess table;

    PlanReader(TableAccess table) {
        this.table = table;
    }

    /** A header's attributes, whose messages name the item. */
    ItemReader header(Map<String, AttributeValue> item) {
        return new ItemReader(table.describe(table.hash(item), table.range(item)), item);
    }

    /** A header without its shards. */
    Summary summary(Map<String, AttributeValue> item) {
        return PlanItemCodec.summary(new LogicalName(table.hash(item)), header(item));
    }

    /**
     * The whole plan of a header.
     *
     * @throws CheckpointException.StoreFailed when the items do not belong together; a chunk that is missing is named
     */
    IterationPlan plan(Map<String, AttributeValue> item) {
        ItemReader header = header(item);
        Summary summary = summary(item);
        if (!ItemKeys.header(summary.key()).equals(table.range(item))) {
            throw header.broken("its attributes name " + summary.key(), null);
        }
        Optional<Integer> chunks = PlanItemCodec.chunks(header);
        List<ShardPlan> shards = chunks.isPresent()
                ? chunks(summary.key(), header.text(PlanItemCodec.PLAN_ID), chunks.get())
                : PlanItemCodec.shards(header);
        if (shards.size() != summary.shards()) {
            throw header.broken("it counts " + summary.shards() + " shards, but " + shards.size() + " are there", null);
        }
        return new IterationPlan(summary.key(), summary.stream(), summary.plannedAt(), summary.state(), shards);
    }

    private List<ShardPlan> chunks(IterationKey key, String planId, int count) {
        String hash = key.reader().value();
        List<ShardPlan> shards = new ArrayList<>();
        // By key rather than by query, so that a chunk that is missing is named.
        for (int i = 0; i < count; i++) {
            String range = ItemKeys.chunk(key.streamArn(), planId, i);
            Map<String, AttributeValue> item = table.get(hash, range)
                    .orElseThrow(() -> new CheckpointException.StoreFailed(
                            key + " can't be read: " + table.describe(hash, range) + " is missing", null));
            shards.addAll(PlanItemCodec.shards(new ItemReader(table.describe(hash, range), item)));
        }
        return shards;
    }
}
