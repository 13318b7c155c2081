package io.millrace.checkpoint.dynamodb;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.IterationNumber;
import io.millrace.checkpoint.LogicalName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Removes items that no header refers to. They do no harm, so a failure here is only logged: the plan that was stored
 * before stays valid, and what is left is removed by a later planner of the same reader and stream. Thread-safe.
 */
final class OrphanSweeper {
    /** The age at which an intent's planner is dead for sure: far beyond {@link PlanWriter#WRITE_LIMIT}. */
    static final Duration ORPHAN_AGE = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(OrphanSweeper.class);

    private final TableAccess table;
    private final Clock clock;

    OrphanSweeper(TableAccess table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /** After a plan became visible: its chunks are no orphans. */
    void forgetIntent(IterationKey key, String planId) {
        harmless(key, () -> table.delete(key.reader().value(), ItemKeys.intent(key.streamArn(), planId)));
    }

    /** After another planner was first. */
    void removeLoser(IterationKey key, String planId, int chunks) {
        harmless(key, () -> remove(key, planId, chunks));
    }

    /** Removes what planners of this reader and stream left behind when they crashed, a day ago or longer. */
    void sweep(IterationKey key) {
        harmless(key, () -> {
            String hash = key.reader().value();
            String prefix = ItemKeys.intents(key.streamArn());
            for (Map<String, AttributeValue> item : table.query(hash, prefix, List.of())) {
                String range = table.range(item);
                sweep(key, range.substring(prefix.length()), new ItemReader(table.describe(hash, range), item));
            }
        });
    }

    private void sweep(IterationKey key, String planId, ItemReader intent) {
        Instant writtenAt = intent.parsed(PlanItemCodec.WRITTEN_AT, Instant::parse);
        if (Duration.between(writtenAt, clock.instant()).compareTo(ORPHAN_AGE) < 0) {
            return;
        }
        IterationKey planned = key.withNumber(new IterationNumber(intent.number(PlanItemCodec.ITERATION)));
        if (isStored(planned.reader(), planned, planId)) {
            forgetIntent(planned, planId);
        } else {
            LOG.info("removing what a planner of {} left behind at {}", planned, writtenAt);
            remove(planned, planId, intent.count(PlanItemCodec.CHUNKS));
        }
    }

    private boolean isStored(LogicalName reader, IterationKey key, String planId) {
        String range = ItemKeys.header(key);
        return table.get(reader.value(), range)
                .map(item -> new ItemReader(table.describe(reader.value(), range), item))
                .flatMap(header -> header.optionalText(PlanItemCodec.PLAN_ID))
                .filter(planId::equals)
                .isPresent();
    }

    /** The intent goes last: as long as it is there, the rest can be found. */
    private void remove(IterationKey key, String planId, int chunks) {
        String hash = key.reader().value();
        for (int i = 0; i < chunks; i++) {
            table.delete(hash, ItemKeys.chunk(key.streamArn(), planId, i));
        }
        table.delete(hash, ItemKeys.intent(key.streamArn(), planId));
    }

    private static void harmless(IterationKey key, Runnable cleaning) {
        try {
            cleaning.run();
        } catch (CheckpointException.StoreFailed e) {
            LOG.warn(
                    "{} is stored, but items that nothing refers to were left for a later planner to remove: {}",
                    key,
                    e.getMessage());
        }
    }
}
