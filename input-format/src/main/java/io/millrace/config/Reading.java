package io.millrace.config;

import io.millrace.checkpoint.DataLoss;
import java.util.Optional;

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

    /**
     * Empty when an option is wrong.
     *
     * @param endpoint of the stream: only AWS has quotas to keep to from the start
     */
    static Optional<Reading> from(OptionValues values, Endpoint endpoint) {
        boolean real = endpoint.isOfAws(Optional.ofNullable(System.getenv(Endpoint.STREAMS_VARIABLE.name())));
        int calls = values.get(KinesisOptions.READ_LIMIT_CALLS)
                .orElse(real ? ReadLimits.OF_A_SHARD.calls() : ReadLimits.UNLIMITED);
        int bytes = values.get(KinesisOptions.READ_LIMIT_BYTES)
                .orElse(real ? ReadLimits.OF_A_SHARD.bytes() : ReadLimits.UNLIMITED);
        Optional<Integer> batch = values.get(KinesisOptions.BATCH_SIZE);
        Optional<DataLoss> dataLoss = values.get(KinesisOptions.DATA_LOSS);
        Optional<Packing> packing = Packing.from(values);
        Optional<BadRecords.Reaction> badRecords = values.get(KinesisOptions.BAD_RECORDS);
        Optional<String> folder = values.get(KinesisOptions.BAD_RECORDS_PATH);
        if (batch.isEmpty() || dataLoss.isEmpty() || packing.isEmpty() || badRecords.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Reading(
                batch.get(),
                new ReadLimits(calls, bytes),
                dataLoss.get(),
                packing.get(),
                new BadRecords(badRecords.get(), folder)));
    }
}
