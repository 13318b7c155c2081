package io.millrace.launcher.quickstart;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.dynamodb.CheckpointTable;
import io.millrace.checkpoint.dynamodb.DynamoDbCheckpointStore;
import io.millrace.launcher.UserError;
import io.millrace.launcher.client.Connection;
import java.net.URI;

/** What the quickstart's checkpoint table holds. Stateless but for the endpoint. */
record CheckpointView(URI dynamoDb, String table, String logicalName) {

    /**
     * The stored plan of an iteration.
     *
     * @throws UserError when there is none
     */
    IterationPlan plan(long number) {
        // The table is made by the first query, not by who looks at it.
        CheckpointTable existing =
                new CheckpointTable(table, CheckpointTable.DEFAULT_HASH_KEY, CheckpointTable.DEFAULT_RANGE_KEY, false);
        try (CheckpointStore store =
                DynamoDbCheckpointStore.open(Connection.to(dynamoDb).dynamoDb(), existing)) {
            return store.all().stream()
                    .map(CheckpointStore.Summary::key)
                    .filter(key -> key.number().value() == number)
                    .filter(key -> key.reader().value().equals(logicalName))
                    .findFirst()
                    .flatMap(store::find)
                    .orElseThrow(() -> new UserError("table '" + table + "' holds no iteration " + number
                            + " of logical name '" + logicalName + "', although it was read"));
        }
    }
}
