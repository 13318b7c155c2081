package io.millrace.checkpoint.dynamodb;

import io.millrace.checkpoint.Sleeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Writes of the store's table that are done if something holds, all of them or none. Every failure is a
 * {@link io.millrace.checkpoint.CheckpointException.StoreFailed} that names the table and what was tried. Thread-safe.
 */
final class ConditionalWrites {
    private static final int ATTEMPTS = 10;
    private static final long FIRST_PAUSE_MILLIS = 25;
    private static final long LONGEST_PAUSE_MILLIS = 1000;

    private final DynamoDbClient client;
    private final CheckpointTable table;

    ConditionalWrites(DynamoDbClient client, CheckpointTable table) {
        this.client = client;
        this.table = table;
    }

    /**
     * What must hold of another item when one is written or deleted.
     *
     * @param exists whether it must be there, or must not
     * @param expected attributes that it must have then
     */
    record Guard(String hash, String range, boolean exists, Map<String, AttributeValue> expected) {}

    /** What became of a write under conditions. */
    enum Put {
        DONE,
        /** There is an item of that key. */
        EXISTS,
        /** The guard does not hold. */
        REFUSED
    }

    /** Writes an item unless there is one of that key. */
    Put putNew(String hash, String range, Map<String, AttributeValue> attributes, Optional<Guard> guard) {
        String what = "write " + table.describe(hash, range);
        ItemCondition absent = ItemCondition.of(false, Map.of(), table);
        if (guard.isEmpty()) {
            return Failures.translate(what, () -> {
                try {
                    client.putItem(request -> request.tableName(table.name())
                            .item(table.item(hash, range, attributes))
                            .conditionExpression(absent.expression())
                            .expressionAttributeNames(absent.names()));
                    return Put.DONE;
                } catch (ConditionalCheckFailedException e) {
                    return Put.EXISTS;
                }
            });
        }
        TransactWriteItem put = TransactWriteItem.builder()
                .put(each -> each.tableName(table.name())
                        .item(table.item(hash, range, attributes))
                        .conditionExpression(absent.expression())
                        .expressionAttributeNames(absent.names()))
                .build();
        List<Integer> refused = together(what, List.of(put, check(guard.get())));
        return refused.isEmpty() ? Put.DONE : refused.contains(0) ? Put.EXISTS : Put.REFUSED;
    }

    /**
     * A change of an item that exists.
     *
     * @param expected attributes that it must have
     * @param condition what must hold besides
     * @param names placeholders and names of the attributes in the expression
     */
    record Change(
            String hash,
            String range,
            Map<String, AttributeValue> expected,
            Optional<String> condition,
            String expression,
            Map<String, String> names,
            Map<String, AttributeValue> values) {}

    /**
     * Changes items that exist, all of them or none.
     *
     * @param changes of different items, at most 100
     * @return which of them, counted from 0, have no such item, or none for which its condition holds; nothing was
     *     changed unless it is empty
     */
    List<Integer> updateTogether(List<Change> changes) {
        List<TransactWriteItem> items = changes.stream().map(this::update).toList();
        return together("update " + changes.size() + " items of DynamoDB table '" + table.name() + "' together", items);
    }

    /**
     * Deletes an item whose attributes are as expected, provided that the guard holds.
     *
     * @return false when there is no such item, or the guard does not hold
     */
    boolean deleteIf(String hash, String range, Map<String, AttributeValue> expected, Guard guard) {
        ItemCondition condition = ItemCondition.of(true, expected, table);
        TransactWriteItem deletion = TransactWriteItem.builder()
                .delete(each -> each.tableName(table.name())
                        .key(table.key(hash, range))
                        .conditionExpression(condition.expression())
                        .expressionAttributeNames(condition.names())
                        .expressionAttributeValues(condition.values()))
                .build();
        return together("delete " + table.describe(hash, range), List.of(deletion, check(guard)))
                .isEmpty();
    }

    private TransactWriteItem check(Guard guard) {
        ItemCondition condition = ItemCondition.of(guard.exists(), guard.expected(), table);
        return TransactWriteItem.builder()
                .conditionCheck(check -> {
                    check.tableName(table.name())
                            .key(table.key(guard.hash(), guard.range()))
                            .conditionExpression(condition.expression())
                            .expressionAttributeNames(condition.names());
                    if (!condition.values().isEmpty()) {
                        check.expressionAttributeValues(condition.values());
                    }
                })
                .build();
    }

    private TransactWriteItem update(Change change) {
        ItemCondition condition = ItemCondition.of(true, change.expected(), table);
        Map<String, String> names = new HashMap<>(change.names());
        names.putAll(condition.names());
        Map<String, AttributeValue> values = new HashMap<>(change.values());
        values.putAll(condition.values());
        return TransactWriteItem.builder()
                .update(update -> update.tableName(table.name())
                        .key(table.key(change.hash(), change.range()))
                        .updateExpression(change.expression())
                        .conditionExpression(condition.expression()
                                + change.condition().map(also -> " AND " + also).orElse(""))
                        .expressionAttributeNames(names)
                        .expressionAttributeValues(values))
                .build();
    }

    /** Does all of it or nothing; tells whose conditions do not hold, counted from 0. */
    private List<Integer> together(String what, List<TransactWriteItem> items) {
        return Failures.translate(what, () -> {
            for (int attempt = 1; ; attempt++) {
                try {
                    client.transactWriteItems(request -> request.transactItems(items));
                    return List.of();
                } catch (TransactionCanceledException e) {
                    List<Integer> refused = new ArrayList<>();
                    for (int i = 0; i < e.cancellationReasons().size(); i++) {
                        if ("ConditionalCheckFailed"
                                .equals(e.cancellationReasons().get(i).code())) {
                            refused.add(i);
                        }
                    }
                    if (!refused.isEmpty()) {
                        return refused;
                    }
                    // Another job that writes the same items at this moment, or throttling, neither of which the SDK
                    // repeats.
                    if (attempt == ATTEMPTS) {
                        throw e;
                    }
                    pause(attempt, e);
                }
            }
        });
    }

    /** Grows, with jitter so that jobs which got in each other's way do not meet again: some four seconds in all. */
    private static void pause(int attempt, TransactionCanceledException reason) {
        long most = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << attempt);
        try {
            Sleeper.REAL.sleep(Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw reason;
        }
    }
}
