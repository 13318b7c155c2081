package io.millrace.split;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.dynamodb.CheckpointTable;
import io.millrace.checkpoint.dynamodb.DynamoDbCheckpointStore;
import io.millrace.checkpoint.dynamodb.DynamoDbClients;
import io.millrace.client.AwsSettings;
import io.millrace.config.Checkpointing;
import io.millrace.config.Credentials;
import java.util.Optional;
import software.amazon.awssdk.regions.Region;

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
        Region region = AwsSettings.region(table.endpoint());
        return DynamoDbCheckpointStore.open(
                DynamoDbClients.create(
                        table.endpoint().url(),
                        Optional.of(region),
                        Optional.of(AwsSettings.credentials(credentials, region))),
                new CheckpointTable(table.name(), table.hashKey(), table.rangeKey(), table.create()));
    }
}
