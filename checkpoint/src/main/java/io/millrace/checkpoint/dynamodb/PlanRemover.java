package io.millrace.checkpoint.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.millrace.checkpoint.CheckpointStore.Condition;
import io.millrace.checkpoint.CheckpointStore.Summary;
import io.millrace.checkpoint.IterationKey;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Removes plans, each at one moment: when its header is deleted, on the condition that it is still the one that was seen.
 * The chunks of a large plan are announced by an intent before that, so that {@link OrphanSweeper} finds what a crash
 * leaves behind. Thread-safe.
 */
final class PlanRemover {
    private final TableAccess table;
    private final Clock clock;

    PlanRemover(TableAccess table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /**
     * Removes a plan that is as it was seen.
     *
     * @return false when there is none, or another one, or the condition does not hold
     */
    boolean remove(Summary seen, Condition condition) {
        IterationKey key = seen.key();
        String hash = key.reader().value();
        String range = ItemKeys.header(key);
        Optional<Map<String, AttributeValue>> item = table.get(hash, range);
        if (item.isEmpty()) {
            return false;
        }
        ItemReader header = new ItemReader(table.describe(hash, range), item.get());
        Optional<Integer> chunks = PlanItemCodec.chunks(header);
        String planId = header.text(PlanItemCodec.PLAN_ID);
        String intent = ItemKeys.intent(key.streamArn(), planId);
        chunks.ifPresent(count -> table.put(hash, intent, PlanItemCodec.intent(key.number(), count, clock.instant())));
        boolean removed = table.conditional()
                        .deleteIf(
                                hash,
                                range,
                                Map.of(
                                        PlanItemCodec.PLAN_ID, fromS(planId),
                                        PlanItemCodec.PLANNED_AT,
                                                fromS(seen.plannedAt().toString()),
                                        PlanItemCodec.STATE, fromS(seen.state().name())),
                                new ConditionalWrites.Guard(
                                        hash, ItemKeys.header(condition.other()), condition.exists(), Map.of()))
                // A refused condition may be the answer to a retry of a deletion that did succeed.
                || !isStored(hash, range, planId);
        if (removed) {
            for (int i = 0; i < chunks.orElse(0); i++) {
                table.delete(hash, ItemKeys.chunk(key.streamArn(), planId, i));
            }
        }
        chunks.ifPresent(count -> table.delete(hash, intent));
        return removed;
    }

    private boolean isStored(String hash, String range, String planId) {
        return table.get(hash, range)
                .map(item -> new ItemReader(table.describe(hash, range), item))
                .flatMap(header -> header.optionalText(PlanItemCodec.PLAN_ID))
                .filter(planId::equals)
                .isPresent();
    }
}
