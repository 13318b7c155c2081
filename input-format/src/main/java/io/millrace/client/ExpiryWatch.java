package io.millrace.client;

import io.millrace.client.StreamReader.StoredRecord;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Tells which records are old enough to expire while they are read. Thread-safe when the clock is.
 *
 * @param clock may be up to an hour off
 */
public record ExpiryWatch(InstantSource clock) {
    /** A younger record has not expired: the shortest retention that there is, less an hour for clocks that differ. */
    private static final Duration SURELY_KEPT = Duration.ofHours(23);

    /** Whether a record, and with it what follows, may have expired by now. */
    public boolean mayExpire(StoredRecord record) {
        return !record.arrival().plus(SURELY_KEPT).isAfter(clock.instant());
    }
}
