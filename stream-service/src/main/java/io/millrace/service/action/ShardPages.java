package io.millrace.service.action;

import io.millrace.service.log.ReadPage;
import io.millrace.service.log.SequenceNumber;
import io.millrace.service.log.ShardKey;
import io.millrace.service.log.ShardLog;
import io.millrace.service.stream.Retention;
import io.millrace.service.stream.Stream;

/** Reads records that have not expired. Thread-safe. */
record ShardPages(ShardLog log, Retention retention) {
    /**
     * Reads on from a place.
     *
     * @param stream of the shard, as it is now
     * @param mostRecords at least 1
     * @param mostBytes of payloads and partition keys, but the first record always fits
     */
    ReadPage read(Stream stream, ShardKey shard, SequenceNumber from, int mostRecords, long mostBytes) {
        return log.read(shard, from, retention.horizon(stream).toEpochMilli(), mostRecords, mostBytes);
    }
}
