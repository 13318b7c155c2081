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
}
