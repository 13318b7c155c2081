package io.millrace.config;

import io.millrace.checkpoint.IterationChoice;
import io.millrace.checkpoint.LogicalName;
import java.util.Optional;

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
        /**
         * The table that the options name; empty when they name none, or one is wrong.
         *
         * @param otherRegion where it is when the options don't say it
         */
        static Optional<Table> from(OptionValues values, Optional<String> otherRegion) {
            Optional<String> name = values.get(KinesisOptions.CHECKPOINT_TABLE);
            Optional<String> hashKey = values.get(KinesisOptions.CHECKPOINT_HASH_KEY);
            Optional<String> rangeKey = values.get(KinesisOptions.CHECKPOINT_RANGE_KEY);
            Optional<Boolean> create = values.get(KinesisOptions.CHECKPOINT_CREATE);
            Endpoint endpoint = new Endpoint(
                    values.get(KinesisOptions.CHECKPOINT_ENDPOINT_URL),
                    values.get(KinesisOptions.CHECKPOINT_REGION).or(() -> otherRegion));
            if (hashKey.isPresent() && hashKey.equals(rangeKey)) {
                values.problem(KinesisOptions.CHECKPOINT_HASH_KEY + " and " + KinesisOptions.CHECKPOINT_RANGE_KEY
                        + " are both '" + hashKey.get() + "': a table's two attributes have different names");
            }
            if (name.isEmpty() || hashKey.isEmpty() || rangeKey.isEmpty() || create.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new Table(name.get(), hashKey.get(), rangeKey.get(), endpoint, create.get()));
        }

        /** The same table, which must be there. */
        public Table withoutCreating() {
            return new Table(name, hashKey, rangeKey, endpoint, false);
        }
    }

    /**
     * Empty when checkpoints are off or an option is wrong.
     *
     * @param stream whose region is the table's too, unless the options say another
     */
    static Optional<Checkpointing> from(OptionValues values, Endpoint stream, boolean enabled) {
        Optional<Table> table = Table.from(values, stream.region());
        Optional<LogicalName> reader = values.get(KinesisOptions.LOGICAL_NAME);
        Optional<IterationChoice> iteration = values.get(KinesisOptions.ITERATION);
        if (!enabled) {
            return Optional.empty();
        }
        String because = "it is required because " + KinesisOptions.CHECKPOINT_ENABLED + " is true";
        values.require(KinesisOptions.CHECKPOINT_TABLE, because);
        values.require(KinesisOptions.LOGICAL_NAME, because);
        if (table.isEmpty() || reader.isEmpty() || iteration.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Checkpointing(reader.get(), iteration.get(), table.get()));
    }
}
