package io.millrace.checkpoint.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.millrace.checkpoint.CheckpointStore.Summary;
import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.IterationNumber;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.LogicalName;
import io.millrace.checkpoint.ShardPlan;
import io.millrace.checkpoint.StreamIdentity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The layout of plans in the table, version {@value #VERSION}. The names of the two key attributes are the table's; the
 * hash key of every item is the logical name.
 *
 * <pre>
 * header: one per iteration; the iteration exists when and only when its header does
 *   (range key)        S  STREAM-ARN#iteration#NUMBER         number with 19 digits, zero padded
 *   LayoutVersion      N  1
 *   PlanId             S  random, names the planner's attempt
 *   Stream             S  the stream's ARN
 *   StreamCreated      S  the stream's creation time, ISO 8601, to the second
 *   Iteration          N  the number
 *   PlannedAt          S  ISO 8601
 *   State              S  PLANNED or COMMITTED
 *   CommittedAt        S  ISO 8601, of the first commit; absent before it, and in the copies of a fork
 *   ShardCount         N  shards of the plan
 *   ShardsWithRecords  N  those of them with records
 *   Shards             L  the shards, when they take no more than 32 KB, otherwise
 *   Chunks             N  number of chunk items that hold them
 *
 * chunk: a part of a large plan's shards
 *   (range key)        S  STREAM-ARN#shards#PLAN-ID#NNNNN     NNNNN counts from 00000
 *   Shards             L  up to 300 KB of shards, in order of their ids over all chunks
 *
 * intent: says that chunks of a plan may exist without a header; there only while a large plan is written or removed
 *   (range key)        S  STREAM-ARN#planning#PLAN-ID
 *   Iteration          N  the number of the iteration that is being planned
 *   Chunks             N  number of chunk items
 *   WrittenAt          S  ISO 8601
 *
 * one element of Shards: a map
 *   ShardId            S
 *   First, Last        S  decimal; the range that the iteration reads, both inclusive; both absent: nothing to read
 *   Consumed           S  decimal; the next iteration starts right after it; absent: at the shard's beginning
 *   Finished           BOOL  the shard is closed and nothing is left for later iterations
 * </pre>
 *
 * The order of writing is intent, chunks, header, removal of the intent. Attributes that are not drawn here are ignored
 * by readers. Stateless and thread-safe.
 */
final class PlanItemCodec {
    static final int VERSION = 1;
    static final int INLINE_LIMIT = 32 * 1024;
    static final int CHUNK_LIMIT = 300 * 1024;

    static final String LAYOUT_VERSION = "LayoutVersion";
    static final String PLAN_ID = "PlanId";
    static final String STREAM = "Stream";
    static final String STREAM_CREATED = "StreamCreated";
    static final String ITERATION = "Iteration";
    static final String PLANNED_AT = "PlannedAt";
    static final String STATE = "State";
    static final String COMMITTED_AT = "CommittedAt";
    static final String COMMITTED_BY = "CommittedBy";
    static final String SHARD_COUNT = "ShardCount";
    static final String SHARDS_WITH_RECORDS = "ShardsWithRecords";
    static final String SHARDS = "Shards";
    static final String CHUNKS = "Chunks";
    static final String WRITTEN_AT = "WrittenAt";

    /** What a summary needs: all of a header but its shards. */
    static final List<String> SUMMARY = List.of(
            LAYOUT_VERSION, STREAM, STREAM_CREATED, ITERATION, PLANNED_AT, STATE, SHARD_COUNT, SHARDS_WITH_RECORDS);

    /** Every attribute's name; a key attribute can't have one of them. */
    static final Set<String> ATTRIBUTES = Set.of(
            LAYOUT_VERSION,
            PLAN_ID,
            STREAM,
            STREAM_CREATED,
            ITERATION,
            PLANNED_AT,
            STATE,
            COMMITTED_AT,
            COMMITTED_BY,
            SHARD_COUNT,
            SHARDS_WITH_RECORDS,
            SHARDS,
            CHUNKS,
            WRITTEN_AT);

    private PlanItemCodec() {}

    /** The header without its keys and without shards or the number of chunks. */
    static Map<String, AttributeValue> header(IterationPlan plan, String planId) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put(LAYOUT_VERSION, fromN(Integer.toString(VERSION)));
        item.put(PLAN_ID, fromS(planId));
        item.put(STREAM, fromS(plan.stream().arn()));
        item.put(STREAM_CREATED, fromS(plan.stream().created().toString()));
        item.put(ITERATION, fromN(plan.key().number().toString()));
        item.put(PLANNED_AT, fromS(plan.plannedAt().toString()));
        item.put(STATE, fromS(plan.state().name()));
        item.put(SHARD_COUNT, fromN(Integer.toString(plan.shards().size())));
        item.put(SHARDS_WITH_RECORDS, fromN(Integer.toString(plan.shardsWithRecords())));
        return item;
    }

    /** The shards, one map each. */
    static List<AttributeValue> shards(IterationPlan plan) {
        return plan.shards().stream().map(ShardCodec::encode).toList();
    }

    /** An item that holds nothing but a list of shards. */
    static Map<String, AttributeValue> chunk(List<AttributeValue> shards) {
        return Map.of(SHARDS, fromL(shards));
    }

    /** An intent without its keys. */
    static Map<String, AttributeValue> intent(IterationNumber number, int chunks, Instant writtenAt) {
        return Map.of(
                ITERATION, fromN(number.toString()),
                CHUNKS, fromN(Integer.toString(chunks)),
                WRITTEN_AT, fromS(writtenAt.toString()));
    }

    /** The number of chunk items that a header refers to, empty when it holds its shards itself. */
    static Optional<Integer> chunks(ItemReader header) {
        return header.has(CHUNKS) ? Optional.of(header.count(CHUNKS)) : Optional.empty();
    }

    static List<ShardPlan> shards(ItemReader item) {
        return item.maps(SHARDS).stream().map(ShardCodec::decode).toList();
    }

    /** Fails for an item that this version does not understand. */
    static void checkVersion(ItemReader header) {
        long version = header.number(LAYOUT_VERSION);
        if (version != VERSION) {
            throw header.broken(
                    "it has layout version " + version + ", and this version of Millrace reads version " + VERSION
                            + " only: use the version that wrote it, or a newer one",
                    null);
        }
    }

    /** A header without its shards. */
    static Summary summary(LogicalName reader, ItemReader header) {
        checkVersion(header);
        StreamIdentity stream = new StreamIdentity(header.text(STREAM), header.parsed(STREAM_CREATED, Instant::parse));
        IterationKey key = new IterationKey(reader, stream.arn(), new IterationNumber(header.number(ITERATION)));
        return new Summary(
                key,
                stream,
                header.parsed(PLANNED_AT, Instant::parse),
                header.parsed(STATE, IterationPlan.State::valueOf),
                header.count(SHARD_COUNT),
                header.count(SHARDS_WITH_RECORDS));
    }
}
