package io.millrace.config;

import java.util.Optional;

/**
 * How records lie in a stored record, from the outside in.
 *
 * @param deaggregation whether aggregated records are taken apart
 * @param compression of each payload
 * @param mostBytes the most that a payload may have once decompressed
 * @param delimiter what stands between the records of one payload; empty: it is one record
 */
public record Packing(boolean deaggregation, Compression compression, int mostBytes, Optional<Delimiter> delimiter) {
    /** Payloads are records. */
    static Packing plain(boolean deaggregation) {
        return new Packing(deaggregation, Compression.NONE, Integer.MAX_VALUE, Optional.empty());
    }

    /** Empty when an option is wrong. */
    static Optional<Packing> from(OptionValues values) {
        Optional<Boolean> deaggregation = values.get(KinesisOptions.DEAGGREGATION);
        Optional<Compression> compression = values.get(KinesisOptions.COMPRESSION);
        Optional<Integer> mostBytes = values.get(KinesisOptions.DECOMPRESSED_BYTES);
        Optional<Delimiter> delimiter = values.get(KinesisOptions.DELIMITER);
        if (deaggregation.isEmpty() || compression.isEmpty() || mostBytes.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Packing(deaggregation.get(), compression.get(), mostBytes.get(), delimiter));
    }
}
