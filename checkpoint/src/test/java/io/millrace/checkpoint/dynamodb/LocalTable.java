package io.millrace.checkpoint.dynamodb;

import io.millrace.local.DynamoDbLocalProcess;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** DynamoDB Local for this JVM's tests, started on first use; it ends with the JVM. */
final class LocalTable {
    private static final DynamoDbLocalProcess PROCESS = DynamoDbLocalProcess.inMemory();

    private LocalTable() {}

    /** A table that does not exist yet. */
    static CheckpointTable fresh() {
        return CheckpointTable.named("iterations-" + UUID.randomUUID());
    }

    static DynamoDbClient client() {
        return client(PROCESS.endpoint());
    }

    static DynamoDbClient client(URI endpoint) {
        return DynamoDbClients.create(
                Optional.of(endpoint),
                Optional.of(Region.EU_CENTRAL_1),
                Optional.of(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"))));
    }

    static DynamoDbCheckpointStore open(CheckpointTable table) {
        return DynamoDbCheckpointStore.open(client(), table);
    }
}
