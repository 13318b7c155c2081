package io.millrace.config;

import io.millrace.checkpoint.DataLoss;

/**
 * How records are read.
 *
 * @param batchSize records asked for per GetRecords, 1 to 10,000
 * @param limits what one job may take of a shard
 * @param dataLoss what happens when wanted records have expired
 * @param packing how a stored record is taken apart
 * @param badRecords what happens to records that can't be read
 */
public record Reading(int batchSize, ReadLimits limits, DataLoss dataLoss, Packing packing, BadRecords badRecords) {
    /** Of payloads that are records as they are, or aggregates of such. */
    public Reading(int batchSize, ReadLimits limits, DataLoss dataLoss, boolean deaggregation) {
        this(batchSize, limits, dataLoss, Packing.plain(deaggregation), BadRecords.FAIL);
    }

    /**
     * A shard's budget, per second.
     *
     * @param calls GetRecords calls; {@link #UNLIMITED} for no limit
     * @param bytes bytes of records; {@link #UNLIMITED} for no limit
     */
    public record ReadLimits(int calls, int bytes) {
        public static final int UNLIMITED = 0;

        /** What a shard of the real service allows all its readers together. */
        public static final ReadLimits OF_A_SHARD = new ReadLimits(5, 2 * 1024 * 1024);
    }
}
