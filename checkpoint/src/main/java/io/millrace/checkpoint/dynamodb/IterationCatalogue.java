package io.millrace.checkpoint.dynamodb;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.checkpoint.CheckpointStore.Summary;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.IterationSelection;
import io.millrace.checkpoint.StoredIteration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads many stored iterations, whole and in no particular order, a page of items at a time: for reports over a table of
 * any size. One logical name is a DynamoDB query, of the wanted numbers only when the stream's ARN is known; everything
 * else is a scan. Each iteration is as it is stored at some moment of the read. Thread-safe.
 */
public final class IterationCatalogue implements AutoCloseable {
    private final DynamoDbClient client;
    private final TableAccess table;
    private final ItemPages pages;
    private final PlanReader reader;

    private IterationCatalogue(DynamoDbClient client, CheckpointTable table) {
        this.client = client;
        this.table = new TableAccess(client, table);
        this.pages = new ItemPages(client, table);
        this.reader = new PlanReader(this.table);
    }

    /**
     * Opens a table; it is created when it is missing and that is allowed.
     *
     * @param client closed by {@link #close}, and when this fails
     * @throws CheckpointException.StoreFailed when the table can't be reached, is missing or has other keys
     */
    public static IterationCatalogue open(DynamoDbClient client, CheckpointTable table) {
        try {
            new TableCheck(client, table).makeUsable();
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
        return new IterationCatalogue(client, table);
    }

    /**
     * A share of a scan that several readers do together.
     *
     * @param index from 0 to {@code of} - 1
     * @param of how many shares there are; 1 for a reader that scans alone
     */
    public record Share(int index, int of) {
        /** All of it. */
        public static final Share WHOLE = new Share(0, 1);
    }

    /**
     * The iterations of a selection, fetched while the stream is consumed.
     *
     * @param share which part of the table is looked through when the selection names no logical name; it has no meaning
     *     otherwise
     * @return throws {@link CheckpointException.StoreFailed} while it is consumed when the table can't be read or holds
     *     something that can't be understood
     */
    public Stream<StoredIteration> iterations(IterationSelection selection, Share share) {
        if (selection.isEmpty()) {
            return Stream.empty();
        }
        return pages.headers(selection, share)
                .map(item -> stored(item, selection))
                .flatMap(Optional::stream);
    }

    private Optional<StoredIteration> stored(Map<String, AttributeValue> item, IterationSelection selection) {
        Summary summary = reader.summary(item);
        if (!selection.contains(summary.key(), summary.stream())) {
            return Optional.empty();
        }
        return plan(item)
                .map(plan -> new StoredIteration(
                        plan, reader.header(item).optionalParsed(PlanItemCodec.COMMITTED_AT, Instant::parse)));
    }

    /** Empty when the iteration was removed since its page was fetched, its chunks with it. */
    private Optional<IterationPlan> plan(Map<String, AttributeValue> item) {
        try {
            return Optional.of(reader.plan(item));
        } catch (CheckpointException.StoreFailed e) {
            Optional<String> now =
                    table.get(table.hash(item), table.range(item)).map(there -> planId(there));
            if (Objects.equals(now.orElse(null), planId(item))) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private String planId(Map<String, AttributeValue> item) {
        return reader.header(item).text(PlanItemCodec.PLAN_ID);
    }

    @Override
    public void close() {
        client.close();
    }
}
