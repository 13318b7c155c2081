package io.millrace.checkpoint.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromBool;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.SequenceRange;
import io.millrace.checkpoint.ShardId;
import io.millrace.checkpoint.ShardPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Shards of a plan as maps of plain attributes; {@link PlanItemCodec} draws them. Stateless. */
final class ShardCodec {
    static final String SHARD_ID = "ShardId";
    static final String FIRST = "First";
    static final String LAST = "Last";
    static final String CONSUMED = "Consumed";
    static final String FINISHED = "Finished";

    private ShardCodec() {}

    static AttributeValue encode(ShardPlan plan) {
        Map<String, AttributeValue> map = new LinkedHashMap<>();
        map.put(SHARD_ID, fromS(plan.shard().value()));
        plan.records().ifPresent(range -> {
            map.put(FIRST, fromS(range.first().toString()));
            map.put(LAST, fromS(range.last().toString()));
        });
        plan.consumed().ifPresent(number -> map.put(CONSUMED, fromS(number.toString())));
        map.put(FINISHED, fromBool(plan.finished()));
        return fromM(map);
    }

    static ShardPlan decode(ItemReader map) {
        Optional<SequenceRange> records = map.optionalParsed(
                FIRST, first -> new SequenceRange(SequenceNumber.of(first), map.parsed(LAST, SequenceNumber::of)));
        if (records.isEmpty() && map.has(LAST)) {
            throw map.broken("attribute " + LAST + " is there without " + FIRST, null);
        }
        return new ShardPlan(
                map.parsed(SHARD_ID, ShardId::new),
                records,
                map.optionalParsed(CONSUMED, SequenceNumber::of),
                map.flag(FINISHED));
    }

    /** Splits shards into lists that each stay below a size in bytes; a single shard is always below it. */
    static List<List<AttributeValue>> chunks(List<AttributeValue> shards, int limit) {
        List<List<AttributeValue>> chunks = new ArrayList<>();
        List<AttributeValue> chunk = new ArrayList<>();
        int size = 0;
        for (AttributeValue shard : shards) {
            int more = ItemSize.of(shard.m());
            if (!chunk.isEmpty() && size + more > limit) {
                chunks.add(chunk);
                chunk = new ArrayList<>();
                size = 0;
            }
            chunk.add(shard);
            size += more;
        }
        if (!chunk.isEmpty()) {
            chunks.add(chunk);
        }
        return chunks;
    }
}
