package io.millrace.checkpoint.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.PlannedIteration;
import io.millrace.checkpoint.RunId;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Commits iterations, and says why some can't be. Thread-safe. */
final class PlanCommitter {
    private final TableAccess table;
    private final PlanReader reader;
    private final Clock clock;

    PlanCommitter(TableAccess table, PlanReader reader, Clock clock) {
        this.table = table;
        this.reader = reader;
        this.clock = clock;
    }

    /**
     * Marks iterations as committed, all of them or none.
     *
     * @param portion as many as a transaction holds
     */
    void commitTogether(List<PlannedIteration> portion) {
        List<Integer> refused;
        try {
            refused = table.conditional()
                    .updateTogether(portion.stream().map(this::commitOf).toList());
        } catch (CheckpointException.StoreFailed failure) {
            // Its answer may have been lost. A job that fails although its iteration is committed would not be run
            // again.
            if (areCommitted(portion, failure)) {
                return;
            }
            throw failure;
        }
        if (!refused.isEmpty()) {
            PlannedIteration first = portion.get(refused.get(0));
            throw refusal(first).orElseGet(() -> CheckpointException.StoreFailed.changedMeanwhile(first.key()));
        }
    }

    private boolean areCommitted(List<PlannedIteration> portion, CheckpointException.StoreFailed failure) {
        try {
            return portion.stream().allMatch(this::isCommitted);
        } catch (CheckpointException.StoreFailed unknown) {
            failure.addSuppressed(unknown);
            return false;
        }
    }

    private ConditionalWrites.Change commitOf(PlannedIteration read) {
        Map<String, String> names =
                new HashMap<>(Map.of("#state", PlanItemCodec.STATE, "#at", PlanItemCodec.COMMITTED_AT));
        Map<String, AttributeValue> values = new HashMap<>(Map.of(
                ":committed", fromS(IterationPlan.State.COMMITTED.name()),
                ":now", fromS(clock.instant().toString())));
        String expression = "SET #state = :committed, #at = if_not_exists(#at, :now)";
        if (read.onlyRun().isPresent()) {
            names.put("#by", PlanItemCodec.COMMITTED_BY);
            values.put(":run", fromS(read.onlyRun().get().value()));
            values.put(":planned", fromS(IterationPlan.State.PLANNED.name()));
            expression += ", #by = :run";
        }
        return new ConditionalWrites.Change(
                read.key().reader().value(),
                ItemKeys.header(read.key()),
                Map.of(PlanItemCodec.PLANNED_AT, fromS(read.plannedAt().toString())),
                // The run's own commit may come twice, when the answer to the first one was lost.
                read.onlyRun().map(run -> "(#state = :planned OR #by = :run)"),
                expression,
                names,
                values);
    }

    /** Fails when one of them can't be committed. */
    void check(List<PlannedIteration> read) {
        read.forEach(each -> refusal(each).ifPresent(refusal -> {
            throw refusal;
        }));
    }

    private boolean isCommitted(PlannedIteration read) {
        Optional<ItemReader> header = header(read);
        return refusal(read, header).isEmpty()
                && header.map(item -> PlanItemCodec.summary(read.key().reader(), item))
                        .filter(summary -> summary.state() == IterationPlan.State.COMMITTED)
                        .isPresent();
    }

    private Optional<CheckpointException> refusal(PlannedIteration read) {
        return refusal(read, header(read));
    }

    private static Optional<CheckpointException> refusal(PlannedIteration read, Optional<ItemReader> header) {
        return read.refusal(
                header.map(item -> PlanItemCodec.summary(read.key().reader(), item)),
                header.flatMap(item -> item.optionalParsed(PlanItemCodec.COMMITTED_BY, RunId::new)));
    }

    private Optional<ItemReader> header(PlannedIteration read) {
        return table.get(read.key().reader().value(), ItemKeys.header(read.key()))
                .map(reader::header);
    }
}
