package io.millrace.hive.dynamodb;

import io.millrace.hive.table.RowReader;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.mapred.Reporter;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** The items of one segment, a page of at most 1 MB in memory at a time. Not thread-safe. */
final class DynamoDbRecordReader extends RowReader<DynamoDbItem> {
    private final DynamoDbClient client;
    private final String table;
    private final List<String> keys;
    private final Reporter reporter;
    private final Iterator<ScanResponse> pages;
    private Iterator<Map<String, AttributeValue>> items = Collections.emptyIterator();

    /**
     * Reads a segment.
     *
     * @param client closed by {@link #close}; repeats throttled calls by itself
     * @param attributes those that are wanted; the table's keys come along
     */
    DynamoDbRecordReader(
            DynamoDbClient client, String table, List<String> attributes, DynamoDbSplit split, Reporter reporter) {
        this.client = client;
        this.table = table;
        this.keys = split.keys();
        this.reporter = reporter;
        Set<String> wanted = new LinkedHashSet<>(keys);
        wanted.addAll(attributes);
        this.pages = client.scanPaginator(scan(table, wanted, split)).iterator();
    }

    private static ScanRequest scan(String table, Set<String> wanted, DynamoDbSplit split) {
        // By aliases, as an attribute may be called like one of DynamoDB's reserved words.
        Map<String, String> names = new TreeMap<>();
        wanted.forEach(name -> names.put("#a" + names.size(), name));
        return ScanRequest.builder()
                .tableName(table)
                .segment(split.segment())
                .totalSegments(split.of())
                .expressionAttributeNames(names)
                .projectionExpression(String.join(", ", names.keySet()))
                .build();
    }

    @Override
    protected boolean read(DynamoDbItem item) throws IOException {
        try {
            while (!items.hasNext()) {
                reporter.progress();
                if (!pages.hasNext()) {
                    return false;
                }
                items = pages.next().items().iterator();
            }
        } catch (SdkException e) {
            throw new IOException("the DynamoDB table " + table + " can't be read: " + e.getMessage(), e);
        }
        item.set(items.next(), keys);
        return true;
    }

    @Override
    public DynamoDbItem createValue() {
        return new DynamoDbItem();
    }

    @Override
    public void close() {
        client.close();
    }
}
