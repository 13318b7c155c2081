package io.millrace.hive.dynamodb;

import io.millrace.testing.LocalServices;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Makes DynamoDB tables of items in DynamoDB Local. Stateless. */
public final class ItemTables {
    private ItemTables() {}

    /** Makes a table whose key is one string. {@link LocalServices#dropTable} drops it. */
    public static void create(DynamoDbClient dynamo, String table, String key) {
        KeySchemaElement hash = KeySchemaElement.builder()
                .attributeName(key)
                .keyType(KeyType.HASH)
                .build();
        AttributeDefinition text = AttributeDefinition.builder()
                .attributeName(key)
                .attributeType(ScalarAttributeType.S)
                .build();
        dynamo.createTable(request -> request.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(hash)
                .attributeDefinitions(text));
    }
}
