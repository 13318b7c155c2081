package io.millrace.clients;

import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The table in which an application of the Kinesis Client Library keeps its leases. Thread-safe. */
record LeaseTable(String name) {
    private static final String KEY = "leaseKey";
    private static final String OWNER = "leaseOwner";

    /** Makes it as the library does. When the library has to, it waits ten seconds for the index. */
    void create() {
        dynamo().createTable(table -> table.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(text(KEY), text(OWNER))
                .keySchema(element(KEY, KeyType.HASH))
                .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                        .indexName("LeaseOwnerToLeaseKeyIndex")
                        .keySchema(element(OWNER, KeyType.HASH), element(KEY, KeyType.RANGE))
                        .projection(projection -> projection.projectionType(ProjectionType.KEYS_ONLY))
                        .build()));
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement element(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    /** How far each shard was read, by shard: a sequence number, or TRIM_HORIZON, or SHARD_END. */
    Map<String, String> checkpoints() {
        return dynamo().scan(scan -> scan.tableName(name).consistentRead(true)).items().stream()
                .filter(item -> item.get(KEY).s().startsWith("shardId-"))
                .collect(Collectors.toMap(item -> item.get(KEY).s(), item -> item.get("checkpoint")
                        .s()));
    }

    private static DynamoDbClient dynamo() {
        return Servers.get().dynamo();
    }
}
