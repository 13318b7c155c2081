package io.millrace.checkpoint.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.millrace.checkpoint.IterationKey;
import io.millrace.checkpoint.IterationSelection;
import io.millrace.checkpoint.LogicalName;
import io.millrace.checkpoint.dynamodb.IterationCatalogue.Share;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/**
 * Fetches the headers of a selection, a page of DynamoDB's at a time, by consistent reads. What DynamoDB can't tell by
 * itself is left for the caller to drop: it may answer more than the selection holds, never less. Thread-safe.
 */
final class ItemPages {
    private final DynamoDbClient client;
    private final CheckpointTable table;

    ItemPages(DynamoDbClient client, CheckpointTable table) {
        this.client = client;
        this.table = table;
    }

    /** The headers, fetched while the stream is consumed. */
    Stream<Map<String, AttributeValue>> headers(IterationSelection selection, Share share) {
        Condition filter = filter(selection);
        return selection
                .reader()
                .map(reader -> query(reader, key(reader, selection), filter))
                .orElseGet(() -> scan(share, filter));
    }

    private Stream<Map<String, AttributeValue>> query(LogicalName reader, Condition key, Condition filter) {
        QueryRequest request = QueryRequest.builder()
                .tableName(table.name())
                .consistentRead(true)
                .keyConditionExpression(key.text())
                .filterExpression(filter.text())
                .expressionAttributeNames(key.names(filter))
                .expressionAttributeValues(key.values(filter))
                .build();
        return stream(
                "query the iterations of logical name '" + reader + "' in DynamoDB table '" + table.name() + "'",
                client.queryPaginator(request).items().iterator());
    }

    private Stream<Map<String, AttributeValue>> scan(Share share, Condition filter) {
        ScanRequest request = ScanRequest.builder()
                .tableName(table.name())
                .consistentRead(true)
                .segment(share.index())
                .totalSegments(share.of())
                .filterExpression(filter.text())
                .expressionAttributeNames(filter.names())
                .expressionAttributeValues(filter.values())
                .build();
        return stream(
                "scan DynamoDB table '" + table.name() + "'",
                client.scanPaginator(request).items().iterator());
    }

    private Condition key(LogicalName reader, IterationSelection selection) {
        Condition ofReader = new Condition(
                "#hash = :hash", Map.of("#hash", table.hashKey()), Map.of(":hash", fromS(reader.value())));
        return selection
                .streamArn()
                .map(arn -> new IterationKey(reader, arn, selection.from()))
                .map(first -> ofReader.and(new Condition(
                        "#range BETWEEN :first AND :last",
                        Map.of("#range", table.rangeKey()),
                        Map.of(
                                ":first", fromS(ItemKeys.header(first)),
                                ":last", fromS(ItemKeys.header(first.withNumber(selection.to())))))))
                .orElse(ofReader);
    }

    private static Condition filter(IterationSelection selection) {
        List<Condition> conditions = new ArrayList<>();
        conditions.add(new Condition(
                "attribute_exists(#layout) AND #number BETWEEN :from AND :to",
                Map.of("#layout", PlanItemCodec.LAYOUT_VERSION, "#number", PlanItemCodec.ITERATION),
                Map.of(
                        ":from", fromN(selection.from().toString()),
                        ":to", fromN(selection.to().toString()))));
        selection
                .streamArn()
                .ifPresent(arn -> conditions.add(new Condition(
                        "#stream = :arn", Map.of("#stream", PlanItemCodec.STREAM), Map.of(":arn", fromS(arn)))));
        selection
                .streamName()
                .ifPresent(name -> conditions.add(new Condition(
                        "contains(#stream, :name)",
                        Map.of("#stream", PlanItemCodec.STREAM),
                        Map.of(":name", fromS("/" + name)))));
        return conditions.stream().reduce(Condition::and).orElseThrow();
    }

    /** The SDK fetches pages while the items are asked for, so its failures come from there. */
    private static Stream<Map<String, AttributeValue>> stream(
            String what, Iterator<Map<String, AttributeValue>> items) {
        Iterator<Map<String, AttributeValue>> translated = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return Failures.translate(what, items::hasNext);
            }

            @Override
            public Map<String, AttributeValue> next() {
                return Failures.translate(what, items::next);
            }
        };
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(translated, Spliterator.NONNULL), /* parallel= */ false);
    }
}
