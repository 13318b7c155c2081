package io.millrace.config;

import java.util.Optional;

/**
 * How records are written.
 *
 * @param partitionKeyColumn the column that is the partition key; empty: records are spread evenly
 * @param hashKeyColumn the column that is the explicit hash key
 * @param ordered whether the order of each partition key is kept
 * @param threads how many files of staged records are published at a time, 1 to 100
 * @param limits what one job may put
 * @param stagingDir the folder in which records are staged; empty: the engine's own place
 */
public record Writing(
        Optional<String> partitionKeyColumn,
        Optional<String> hashKeyColumn,
        boolean ordered,
        int threads,
        WriteLimits limits,
        Optional<String> stagingDir) {

    /**
     * A job's budget, per second.
     *
     * @param records empty: no limit
     * @param bytes data and partition keys; empty: no limit
     */
    public record WriteLimits(Optional<Integer> records, Optional<Integer> bytes) {}

    /** Empty when an option is wrong. */
    static Optional<Writing> from(OptionValues values) {
        Optional<String> partitionKey = values.get(KinesisOptions.WRITE_PARTITION_KEY_COLUMN);
        Optional<String> hashKey = values.get(KinesisOptions.WRITE_HASH_KEY_COLUMN);
        Optional<Boolean> ordered = values.get(KinesisOptions.WRITE_ORDERED);
        Optional<Integer> threads = values.get(KinesisOptions.WRITE_THREADS);
        WriteLimits limits = new WriteLimits(
                values.get(KinesisOptions.WRITE_LIMIT_RECORDS), values.get(KinesisOptions.WRITE_LIMIT_BYTES));
        Optional<String> staging = values.get(KinesisOptions.WRITE_STAGING);
        if (ordered.isEmpty() || threads.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Writing(partitionKey, hashKey, ordered.get(), threads.get(), limits, staging));
    }
}
