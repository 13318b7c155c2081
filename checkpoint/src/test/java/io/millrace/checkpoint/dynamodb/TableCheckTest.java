package io.millrace.checkpoint.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.checkpoint.Commits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

public class TableCheckTest {
    private static final CheckpointTable TABLE = LocalTable.fresh();

    @Test
    public void aMissingTableIsCreatedOnDemandWithTheConfiguredKeys() {
        CheckpointTable table = new CheckpointTable(LocalTable.fresh().name(), "Reader", "What", true);
        LocalTable.open(table).close();
        try (DynamoDbClient client = LocalTable.client()) {
            TableDescription created = client.describeTable(request -> request.tableName(table.name()))
                    .table();
            assertThat(created.billingModeSummary().billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
            assertThat(created.keySchema())
                    .extracting(KeySchemaElement::attributeName)
                    .containsExactly("Reader", "What");
        }
        try (DynamoDbCheckpointStore store = LocalTable.open(table)) {
            store.putIfAbsent(Plans.of(Plans.key(0), 3));
            assertThat(store.find(Plans.key(0))).contains(Plans.of(Plans.key(0), 3));
            assertThat(store.all()).hasSize(1);
            Commits.commit(store, Plans.key(0));
        }
    }

    @Test
    public void severalProcessesMayCreateTheTableAtOnce() throws Exception {
        CheckpointTable table = LocalTable.fresh();
        int openers = 4;
        ExecutorService threads = Executors.newFixedThreadPool(openers);
        try {
            CyclicBarrier start = new CyclicBarrier(openers);
            List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < openers; i++) {
                results.add(threads.submit(() -> {
                    start.await();
                    LocalTable.open(table).close();
                    return null;
                }));
            }
            for (Future<?> result : results) {
                result.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    public void aMissingTableIsAnErrorWhenCreationIsOff() {
        CheckpointTable table = new CheckpointTable(LocalTable.fresh().name(), "HashKey", "RangeKey", false);
        assertThatThrownBy(() -> LocalTable.open(table))
                .isInstanceOf(CheckpointException.StoreFailed.class)
                .hasMessageContaining("'" + table.name() + "' does not exist")
                .hasMessageContaining("'HashKey'")
                .hasMessageContaining("'RangeKey'");
    }

    @Test
    public void aTableWithOtherKeysIsRefusedByWhatIsWrong() {
        assertRefused("Id", ScalarAttributeType.S, "RangeKey", "has the hash key 'Id', but 'HashKey' is configured");
        assertRefused(
                "HashKey", ScalarAttributeType.S, "When", "has the range key 'When', but 'RangeKey' is configured");
        assertRefused("HashKey", ScalarAttributeType.S, null, "has no range key, but needs 'RangeKey'");
        assertRefused(
                "HashKey",
                ScalarAttributeType.N,
                "RangeKey",
                "has the hash key 'HashKey' of type N, but it must be a string");
    }

    @Test
    public void aTableWithANumberAsItsRangeKeyIsRefused() {
        assertRefused(
                "HashKey",
                ScalarAttributeType.S,
                "RangeKey",
                ScalarAttributeType.N,
                "has the range key 'RangeKey' of type N, but it must be a string");
    }

    private static void assertRefused(String hash, ScalarAttributeType hashType, String range, String message) {
        assertRefused(hash, hashType, range, ScalarAttributeType.S, message);
    }

    private static void assertRefused(
            String hash, ScalarAttributeType hashType, String range, ScalarAttributeType rangeType, String message) {
        CheckpointTable table = LocalTable.fresh();
        try (DynamoDbClient client = LocalTable.client()) {
            List<AttributeDefinition> attributes = new ArrayList<>();
            List<KeySchemaElement> keys = new ArrayList<>();
            attributes.add(attribute(hash, hashType));
            keys.add(KeySchemaElement.builder()
                    .attributeName(hash)
                    .keyType(KeyType.HASH)
                    .build());
            if (range != null) {
                attributes.add(attribute(range, rangeType));
                keys.add(KeySchemaElement.builder()
                        .attributeName(range)
                        .keyType(KeyType.RANGE)
                        .build());
            }
            client.createTable(request -> request.tableName(table.name())
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(attributes)
                    .keySchema(keys));
        }
        assertThatThrownBy(() -> LocalTable.open(table))
                .isInstanceOf(CheckpointException.StoreFailed.class)
                .hasMessageContaining("DynamoDB table '" + table.name() + "' " + message);
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    @Test(timeout = 60_000)
    public void anUnreachableEndpointIsNamedInTime() throws IOException {
        // Has a port on which it does not listen, and which nobody else can get meanwhile.
        try (Socket taken = new Socket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            DynamoDbClient client = LocalTable.client(URI.create("http://127.0.0.1:" + taken.getLocalPort()));
            assertThatThrownBy(() -> DynamoDbCheckpointStore.open(client, TABLE))
                    .isInstanceOf(CheckpointException.StoreFailed.class)
                    .hasMessageContaining(TABLE.name())
                    .hasMessageContaining("Connection refused");
        }
    }

    @Test
    public void keyNamesThatPlansUseThemselvesAreRefused() {
        assertThatThrownBy(() -> new CheckpointTable("iterations", "HashKey", "State", true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("range key can't be named 'State'");
        assertThatThrownBy(() -> new CheckpointTable("iterations", "Key", "Key", true))
                .hasMessageContaining("both named 'Key'");
        assertThatThrownBy(() -> CheckpointTable.named("my iterations")).hasMessageContaining("'my iterations'");
    }
}
