package io.millrace.checkpoint.dynamodb;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.LogicalName;
import io.millrace.checkpoint.PlannedIteration;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

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
    private final PlanCommitter committer;

    private DynamoDbCheckpointStore(DynamoDbClient client, CheckpointTable table, Clock clock) {
        this.client = client;
        this.table = new TableAccess(client, table);
        this.reader = new PlanReader(this.table);
        this.sweeper = new OrphanSweeper(this.table, clock);
        this.remover = new PlanRemover(this.table, clock);
        this.committer = new PlanCommitter(this.table, reader, clock);
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
            committer.commitTogether(read.subList(from, Math.min(from + COMMITTED_AT_ONCE, read.size())));
        }
    }

    @Override
    public void checkCommittable(List<PlannedIteration> read) {
        committer.check(read);
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
