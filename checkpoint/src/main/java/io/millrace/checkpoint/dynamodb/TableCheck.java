package io.millrace.checkpoint.dynamodb;

import io.millrace.checkpoint.CheckpointException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbWaiter;

/**
 * Sees to it that the table can be used: there, active, with the right keys. Several processes may do this at once.
 * For one thread.
 */
final class TableCheck {
    private static final Logger LOG = LoggerFactory.getLogger(TableCheck.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ACTIVE_TIMEOUT = Duration.ofMinutes(3);

    private final DynamoDbClient client;
    private final CheckpointTable table;

    TableCheck(DynamoDbClient client, CheckpointTable table) {
        this.client = client;
        this.table = table;
    }

    /**
     * Creates the table when it is missing and that is allowed, waits until it is active, and checks its keys.
     *
     * @throws CheckpointException.StoreFailed when it can't be used, with the reason
     */
    void makeUsable() {
        Optional<TableDescription> found = describe();
        if (found.isEmpty()) {
            if (!table.create()) {
                throw new CheckpointException.StoreFailed(
                        "DynamoDB table '" + table.name() + "' does not exist, and creating it is switched off."
                                + " Check its name, region and endpoint; or create it with the hash key '"
                                + table.hashKey() + "' and the range key '"
                                + table.rangeKey() + "', both strings, or allow its creation.",
                        null);
            }
            create();
        }
        boolean ready =
                found.map(description -> isReady(description.tableStatus())).orElse(false);
        TableDescription description = ready ? found.get() : awaitActive();
        checkKeys(description);
    }

    private Optional<TableDescription> describe() {
        return Failures.translate("describe DynamoDB table '" + table.name() + "'", () -> {
            try {
                return Optional.of(client.describeTable(request -> request.tableName(table.name()))
                        .table());
            } catch (ResourceNotFoundException e) {
                return Optional.empty();
            }
        });
    }

    private void create() {
        LOG.info("creating DynamoDB table '{}'", table.name());
        Failures.translate("create DynamoDB table '" + table.name() + "'", () -> {
            try {
                return client.createTable(request -> request.tableName(table.name())
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(string(table.hashKey()), string(table.rangeKey()))
                        .keySchema(key(table.hashKey(), KeyType.HASH), key(table.rangeKey(), KeyType.RANGE)));
            } catch (ResourceInUseException e) {
                LOG.debug("another process creates DynamoDB table '{}'", table.name());
                return null;
            }
        });
    }

    private TableDescription awaitActive() {
        WaiterOverrideConfiguration bounds = WaiterOverrideConfiguration.builder()
                .backoffStrategyV2(BackoffStrategy.fixedDelayWithoutJitter(POLL))
                .maxAttempts((int) ACTIVE_TIMEOUT.dividedBy(POLL))
                .waitTimeout(ACTIVE_TIMEOUT)
                .build();
        Failures.translate("wait until DynamoDB table '" + table.name() + "' is active", () -> {
            try (DynamoDbWaiter waiter = DynamoDbWaiter.builder()
                    .client(client)
                    .overrideConfiguration(bounds)
                    .build()) {
                return waiter.waitUntilTableExists(request -> request.tableName(table.name()));
            }
        });
        return describe()
                .orElseThrow(() -> new CheckpointException.StoreFailed(
                        "DynamoDB table '" + table.name() + "' was deleted right after its creation", null));
    }

    private static boolean isReady(TableStatus status) {
        return status == TableStatus.ACTIVE || status == TableStatus.UPDATING;
    }

    private void checkKeys(TableDescription description) {
        checkKey(description, KeyType.HASH, table.hashKey());
        checkKey(description, KeyType.RANGE, table.rangeKey());
    }

    private void checkKey(TableDescription description, KeyType type, String wanted) {
        String role = type == KeyType.HASH ? "hash" : "range";
        Optional<String> name = description.keySchema().stream()
                .filter(element -> element.keyType() == type)
                .map(KeySchemaElement::attributeName)
                .findFirst();
        if (name.isEmpty()) {
            throw wrongKey("has no " + role + " key, but needs '" + wanted + "' (a string)");
        }
        if (!name.get().equals(wanted)) {
            throw wrongKey("has the " + role + " key '" + name.get() + "', but '" + wanted + "' is configured as its "
                    + role + " key");
        }
        List<ScalarAttributeType> types = description.attributeDefinitions().stream()
                .filter(attribute -> attribute.attributeName().equals(wanted))
                .map(AttributeDefinition::attributeType)
                .toList();
        if (!types.equals(List.of(ScalarAttributeType.S))) {
            throw wrongKey("has the " + role + " key '" + wanted + "' of type " + types.get(0)
                    + ", but it must be a string (S)");
        }
    }

    private CheckpointException.StoreFailed wrongKey(String what) {
        return new CheckpointException.StoreFailed(
                "DynamoDB table '" + table.name() + "' " + what
                        + ". Correct the configured key name, or use another table.",
                null);
    }

    private static AttributeDefinition string(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
