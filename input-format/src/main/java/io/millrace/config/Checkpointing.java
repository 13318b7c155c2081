package io.millrace.config;

import io.millrace.checkpoint.IterationChoice;
import io.millrace.checkpoint.LogicalName;

/**
 * Which iteration a job reads, and where iterations are kept.
 *
 * @param reader the independent reader
 * @param iteration which of its iterations
 * @param table the DynamoDB table
 */
public record Checkpointing(LogicalName reader, IterationChoice iteration, Table table) {

    /**
     * A DynamoDB table.
     *
     * @param name its name
     * @param hashKey its hash attribute, a string
     * @param rangeKey its range attribute, a string
     * @param endpoint where it is
     * @param create whether it is created when missing
     */
    public record Table(String name, String hashKey, String rangeKey, Endpoint endpoint, boolean create) {
        /** The same table, which must be there. */
        public Table withoutCreating() {
            return new Table(name, hashKey, rangeKey, endpoint, false);
        }
    }
}
