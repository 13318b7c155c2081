package io.millrace.split;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.dynamodb.CheckpointTable;
import io.millrace.checkpoint.dynamodb.DynamoDbCheckpointStore;
import io.millrace.checkpoint.dynamodb.DynamoDbClients;
import io.millrace.checkpoint.dynamodb.IterationCatalogue;
import io.millrace.client.AwsSettings;
import io.millrace.config.Checkpointing;
import io.millrace.config.Credentials;
import java.util.Optional;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Opens the checkpoint store that a configuration names. Stateless. */
public final class Checkpoints {
    private Checkpoints() {}

    /**
     * Opens the store.
     *
     * @return to be closed by the caller
     * @throws io.millrace.checkpoint.CheckpointException when the table can't be used
     */
    public static CheckpointStore open(Checkpointing.Table table, Credentials credentials) {
        return DynamoDbCheckpointStore.open(client(table, credentials), place(table));
    }

    /**
     * Opens the same table to read many of its iterations.
     *
     * @return to be closed by the caller
     * @throws io.millrace.checkpoint.CheckpointException when the table can't be used
     */
    public static IterationCatalogue openCatalogue(Checkpointing.Table table, Credentials credentials) {
        return IterationCatalogue.open(client(table, credentials), place(table));
    }

    private static DynamoDbClient client(Checkpointing.Table table, Credentials credentials) {
        Region region = AwsSettings.region(table.endpoint());
        return DynamoDbClients.create(
                table.endpoint().url(), Optional.of(region), Optional.of(AwsSettings.credentials(credentials, region)));
    }

    private static CheckpointTable place(Checkpointing.Table table) {
        return new CheckpointTable(table.name(), table.hashKey(), table.rangeKey(), table.create());
    }
}
