package io.millrace.checkpoint.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.LogicalName;
import io.millrace.checkpoint.PlannedIteration;
import io.millrace.checkpoint.RunId;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Keeps plans in a DynamoDB table, in the layout that {@link PlanItemCodec} draws. A plan is visible as a whole or not at
 * all: its header is put last, under a condition. Reads are strongly consistent. Thread-safe.
 */
public final class DynamoDbCheckpointStore implements CheckpointStore {
    private final DynamoDbClient client;
    private final TableAccess table;
    private final PlanReader reader;
    private final PlanWriter writer;
    private final OrphanSweeper sweeper;
    private final PlanRemover remover;
    private final Clock clock;

    private DynamoDbCheckpointStore(DynamoDbClient client, CheckpointTable table, Clock clock) {
        this.client = client;
        this.clock = clock;
        this.table = new TableAccess(client, table);
        this.reader = new PlanReader(this.table);
        this.sweeper = new OrphanSweeper(this.table, clock);
        this.remover = new PlanRemover(this.table, clock);
        this.writer = new PlanWriter(this.table, sweeper, clock);
    }

    /**
     * Opens the table, creating it when it is missing and that is allowed.
     *
     * @param client closed by {@link #close}, and when this fails; {@link DynamoDbClients} makes one that fails in time
     * @throws CheckpointException.StoreFailed when the table can't be reached, is missing or has other keys
     */
    public static DynamoDbCheckpointStore open(DynamoDbClient client, CheckpointTable table) {
        return open(client, table, Clock.systemUTC());
    }

    /**
     * Opens the table with a clock of its own, which tells when an iteration was committed and how old orphans are.
     *
     * @see #open(DynamoDbClient, CheckpointTable)
     */
    public static DynamoDbCheckpointStore open(DynamoDbClient client, CheckpointTable table, Clock clock) {
        try {
            new TableCheck(client, table).makeUsable();
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
        return new DynamoDbCheckpointStore(client, table, clock);
    }

    @Override
    public Optional<IterationPlan> find(IterationKey key) {
        return table.get(key.reader().value(), ItemKeys.header(key)).map(reader::plan);
    }

    @Override
    public IterationPlan putIfAbsent(IterationPlan plan, Optional<IterationPlan> basis) {
        if (writer.write(plan, basis)) {
            sweeper.sweep(plan.key());
            return plan;
        }
        return find(plan.key())
                .orElseThrow(() -> new CheckpointException.StoreFailed(
                        plan.key()
                                + " was planned by another planner, and its plan was deleted at once. Plan it again.",
                        null));
    }

    @Override
    public void commitAll(List<PlannedIteration> read) {
        for (int from = 0; from < read.size(); from += COMMITTED_AT_ONCE) {
            commitTogether(read.subList(from, Math.min(from + COMMITTED_AT_ONCE, read.size())));
        }
    }

    private void commitTogether(List<PlannedIteration> portion) {
        List<Integer> refused;
        try {
            refused = table.updateTogether(portion.stream().map(this::commitOf).toList());
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

    private TableAccess.Change commitOf(PlannedIteration read) {
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
        return new TableAccess.Change(
                read.key().reader().value(),
                ItemKeys.header(read.key()),
                Map.of(PlanItemCodec.PLANNED_AT, fromS(read.plannedAt().toString())),
                // The run's own commit may come twice, when the answer to the first one was lost.
                read.onlyRun().map(run -> "(#state = :planned OR #by = :run)"),
                expression,
                names,
                values);
    }

    @Override
    public void checkCommittable(List<PlannedIteration> read) {
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

    @Override
    public boolean remove(Summary seen, Condition condition) {
        return remover.remove(seen, condition);
    }

    @Override
    public List<Summary> iterations(LogicalName reader, String streamArn) {
        return table.query(reader.value(), ItemKeys.headers(streamArn), PlanItemCodec.SUMMARY).stream()
                .map(this.reader::summary)
                .toList();
    }

    @Override
    public Optional<Summary> newest(LogicalName reader, String streamArn) {
        return table.last(reader.value(), ItemKeys.headers(streamArn)).map(this.reader::summary);
    }

    @Override
    public List<Summary> all() {
        return table.scan(PlanItemCodec.LAYOUT_VERSION, PlanItemCodec.SUMMARY).stream()
                .map(this.reader::summary)
                .sorted(Comparator.comparing(
                                (Summary summary) -> summary.key().reader().value())
                        .thenComparing(summary -> summary.key().streamArn())
                        .thenComparing(summary -> summary.key().number()))
                .toList();
    }

    @Override
    public void close() {
        client.close();
    }
}
