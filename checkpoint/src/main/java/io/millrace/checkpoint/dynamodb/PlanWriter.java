package io.millrace.checkpoint.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.IterationPlan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Writes plans so that each becomes visible at one moment: when its header is put, on the condition that the iteration
 * has none. A large plan's chunks are written before that, under a random plan id, and announced by an intent, so that
 * whatever a crash leaves behind can be found and removed. Thread-safe.
 */
final class PlanWriter {
    /**
     * A header that could not follow its chunks within this time is not written any more: {@link OrphanSweeper} removes
     * the chunks of planners that have been silent for much longer.
     */
    static final Duration WRITE_LIMIT = Duration.ofHours(1);

    private final TableAccess table;
    private final OrphanSweeper sweeper;
    private final Clock clock;

    PlanWriter(TableAccess table, OrphanSweeper sweeper, Clock clock) {
        this.table = table;
        this.sweeper = sweeper;
        this.clock = clock;
    }

    /**
     * Writes a plan unless its iteration has one.
     *
     * @param basis what it goes on from, which must still be there
     * @return whether the given plan is the stored one
     */
    boolean write(IterationPlan plan, Optional<IterationPlan> basis) {
        String planId = UUID.randomUUID().toString();
        Map<String, AttributeValue> header = PlanItemCodec.header(plan, planId);
        List<AttributeValue> shards = PlanItemCodec.shards(plan);
        if (shards.stream().mapToInt(shard -> ItemSize.of(shard.m())).sum() <= PlanItemCodec.INLINE_LIMIT) {
            header.put(PlanItemCodec.SHARDS, fromL(shards));
            return putHeader(new Draft(plan.key(), planId, basis), header);
        }
        return writeLarge(new Draft(plan.key(), planId, basis), header, shards);
    }

    private record Draft(IterationKey key, String planId, Optional<IterationPlan> basis) {
        /** The header of the basis is there, and is the one that was found. */
        Optional<ConditionalWrites.Guard> guard() {
            return basis.map(before -> new ConditionalWrites.Guard(
                    before.key().reader().value(),
                    ItemKeys.header(before.key()),
                    true,
                    Map.of(PlanItemCodec.PLANNED_AT, fromS(before.plannedAt().toString()))));
        }
    }

    private boolean writeLarge(Draft draft, Map<String, AttributeValue> header, List<AttributeValue> shards) {
        IterationKey key = draft.key();
        String planId = draft.planId();
        String hash = key.reader().value();
        List<List<AttributeValue>> chunks = ShardCodec.chunks(shards, PlanItemCodec.CHUNK_LIMIT);
        Instant start = clock.instant();
        table.put(
                hash,
                ItemKeys.intent(key.streamArn(), planId),
                PlanItemCodec.intent(key.number(), chunks.size(), start));
        for (int i = 0; i < chunks.size(); i++) {
            table.put(hash, ItemKeys.chunk(key.streamArn(), planId, i), PlanItemCodec.chunk(chunks.get(i)));
        }
        if (Duration.between(start, clock.instant()).compareTo(WRITE_LIMIT) > 0) {
            throw new CheckpointException.StoreFailed(
                    key + " was not stored: writing its shards took longer than " + WRITE_LIMIT.toMinutes()
                            + " minutes. Plan it again.",
                    null);
        }
        header.put(PlanItemCodec.CHUNKS, fromN(Integer.toString(chunks.size())));
        boolean ours = putHeader(draft, header);
        if (ours) {
            sweeper.forgetIntent(key, planId);
        } else {
            sweeper.removeLoser(key, planId, chunks.size());
        }
        return ours;
    }

    private boolean putHeader(Draft draft, Map<String, AttributeValue> header) {
        IterationKey key = draft.key();
        String hash = key.reader().value();
        String range = ItemKeys.header(key);
        try {
            ConditionalWrites.Put done = table.conditional().putNew(hash, range, header, draft.guard());
            // A refused condition may be the answer to a retry of a put that did succeed.
            boolean ours = done == ConditionalWrites.Put.DONE
                    || isOurs(key, draft.planId()).orElse(false);
            if (!ours && done == ConditionalWrites.Put.REFUSED) {
                throw CheckpointException.StoreFailed.basisGone(
                        key, draft.basis().orElseThrow().key());
            }
            return ours;
        } catch (CheckpointException.StoreFailed failure) {
            return outcome(key, draft.planId(), failure);
        }
    }

    /** Whether a put that seemed to fail made our plan visible or found another one; fails when it did neither. */
    private boolean outcome(IterationKey key, String planId, CheckpointException.StoreFailed failure) {
        try {
            // Without a header the put may still be on its way, so nothing is cleaned up here.
            return isOurs(key, planId).orElseThrow(() -> failure);
        } catch (CheckpointException.StoreFailed unknown) {
            if (unknown != failure) {
                failure.addSuppressed(unknown);
            }
            throw failure;
        }
    }

    private Optional<Boolean> isOurs(IterationKey key, String planId) {
        String hash = key.reader().value();
        String range = ItemKeys.header(key);
        return table.get(hash, range)
                .map(item -> new ItemReader(table.describe(hash, range), item))
                .map(header -> header.optionalText(PlanItemCodec.PLAN_ID)
                        .filter(planId::equals)
                        .isPresent());
    }
}
