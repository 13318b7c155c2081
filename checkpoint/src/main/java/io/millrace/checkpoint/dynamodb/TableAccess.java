package io.millrace.checkpoint.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/**
 * The calls that the store makes of its table: reads are always consistent, every failure is a
 * {@link io.millrace.checkpoint.CheckpointException.StoreFailed} that names the table and what was tried. Thread-safe.
 */
final class TableAccess {
    private final DynamoDbClient client;
    private final CheckpointTable table;
    private final ConditionalWrites conditional;

    TableAccess(DynamoDbClient client, CheckpointTable table) {
        this.client = client;
        this.table = table;
        this.conditional = new ConditionalWrites(client, table);
    }

    /** The writes that depend on what is there. */
    ConditionalWrites conditional() {
        return conditional;
    }

    /** How messages call an item. */
    String describe(String hash, String range) {
        return table.describe(hash, range);
    }

    Optional<Map<String, AttributeValue>> get(String hash, String range) {
        return Failures.translate("read " + describe(hash, range), () -> {
            var response = client.getItem(request ->
                    request.tableName(table.name()).key(table.key(hash, range)).consistentRead(true));
            return response.hasItem() && !response.item().isEmpty() ? Optional.of(response.item()) : Optional.empty();
        });
    }

    void put(String hash, String range, Map<String, AttributeValue> attributes) {
        Failures.translate(
                "write " + describe(hash, range),
                () -> client.putItem(
                        request -> request.tableName(table.name()).item(table.item(hash, range, attributes))));
    }

    void delete(String hash, String range) {
        Failures.translate(
                "delete " + describe(hash, range),
                () -> client.deleteItem(
                        request -> request.tableName(table.name()).key(table.key(hash, range))));
    }

    /**
     * The items of one hash key whose range keys begin with a prefix, in order of their range keys, from all
     * pages.
     *
     * @param attributes the attributes to fetch besides the keys, empty for all
     */
    List<Map<String, AttributeValue>> query(String hash, String rangePrefix, List<String> attributes) {
        QueryRequest.Builder request = query(hash, rangePrefix);
        Projection.of(table, attributes).ifPresent(projection -> {
            Map<String, String> names = new HashMap<>(projection.names());
            names.put("#hash", table.hashKey());
            names.put("#range", table.rangeKey());
            request.projectionExpression(projection.expression()).expressionAttributeNames(names);
        });
        String what = "query the items of " + table.hashKey() + " '" + hash + "' whose " + table.rangeKey()
                + " begins with '" + rangePrefix + "' in DynamoDB table '" + table.name() + "'";
        return Failures.translate(what, () -> client.queryPaginator(request.build()).items().stream()
                .toList());
    }

    /** The item with the greatest range key among those of one hash key whose range keys begin with a prefix. */
    Optional<Map<String, AttributeValue>> last(String hash, String rangePrefix) {
        String what = "query the newest item of " + table.hashKey() + " '" + hash + "' whose " + table.rangeKey()
                + " begins with '" + rangePrefix + "' in DynamoDB table '" + table.name() + "'";
        return Failures.translate(
                what,
                () -> client
                        .query(query(hash, rangePrefix)
                                .scanIndexForward(false)
                                .limit(1)
                                .build())
                        .items()
                        .stream()
                        .findFirst());
    }

    /** All items that have an attribute, page by page. */
    List<Map<String, AttributeValue>> scan(String having, List<String> attributes) {
        Projection projection = Projection.of(table, attributes).orElseThrow();
        Map<String, String> names = new HashMap<>(projection.names());
        names.put("#having", having);
        ScanRequest.Builder request = ScanRequest.builder()
                .tableName(table.name())
                .consistentRead(true)
                .filterExpression("attribute_exists(#having)")
                .projectionExpression(projection.expression())
                .expressionAttributeNames(names);
        return Failures.translate(
                "scan DynamoDB table '" + table.name() + "'",
                () -> client.scanPaginator(request.build()).items().stream().toList());
    }

    String hash(Map<String, AttributeValue> item) {
        return item.get(table.hashKey()).s();
    }

    String range(Map<String, AttributeValue> item) {
        return item.get(table.rangeKey()).s();
    }

    private QueryRequest.Builder query(String hash, String rangePrefix) {
        return QueryRequest.builder()
                .tableName(table.name())
                .consistentRead(true)
                .keyConditionExpression("#hash = :hash AND begins_with(#range, :prefix)")
                .expressionAttributeNames(Map.of("#hash", table.hashKey(), "#range", table.rangeKey()))
                .expressionAttributeValues(Map.of(":hash", fromS(hash), ":prefix", fromS(rangePrefix)));
    }
}
