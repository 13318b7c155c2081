package io.millrace.service.log;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The records of all shards, in order, on disk, and beside them the catalogue's entries. What a future reports as done
 * has been forced to disk. Appends and changes take effect in the order in which they were asked for. Thread-safe.
 *
 * <p>Futures complete on threads of the log: what is attached to them must be short or run elsewhere.
 */
public interface ShardLog extends AutoCloseable {
    /**
     * Adds records to the end of a shard.
     *
     * @return the sequence numbers, one per record in their order, once all are on disk; fails with
     *     {@link ShardSealedException} or {@link LogException}
     */
    CompletableFuture<List<SequenceNumber>> append(ShardKey shard, List<NewRecord> records);

    /**
     * Changes the set of shards and the catalogue's entries in one step.
     *
     * @param whenDurable runs on the log's thread once the change is on disk, and before the outcome of any append
     *     that came after it is told
     */
    CompletableFuture<Void> commit(LogChange change, Runnable whenDurable);

    /**
     * The same, and waits until the change is on disk.
     *
     * @throws LogException when it could not be made
     */
    default void commitNow(LogChange change, Runnable whenDurable) {
        try {
            commit(change, whenDurable).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof LogException failure ? failure : e;
        }
    }

    /**
     * Reads records in order.
     *
     * @param from the first sequence number wanted; when no record has it, reading begins at the next greater one
     * @param fromMillis records that arrived earlier are taken as gone
     * @param maxRecords most records to return, at least 1
     * @param maxBytes most bytes of payloads and partition keys to return, but the first record always fits
     */
    ReadPage read(ShardKey shard, SequenceNumber from, long fromMillis, int maxRecords, long maxBytes);

    /** The place right after the last record that is on disk. */
    SequenceNumber end(ShardKey shard);

    /** The place of the first record that arrived at or after a time; {@link #end} when there is none. */
    SequenceNumber firstAt(ShardKey shard, long millis);

    /**
     * Calls back whenever records of a shard have come to disk, and when it is sealed or gone.
     *
     * @param onChange runs on the log's own thread, so it must be short
     * @return ends the watch; never fails
     */
    Watch watch(ShardKey shard, Runnable onChange);

    /** A watch that can be ended. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /** Removes the records that arrived before a time. */
    CompletableFuture<Void> trim(ShardKey shard, long beforeMillis);

    /** All shards, and of each whether it takes records. */
    Map<ShardKey, Boolean> shards();

    /**
     * The catalogue's entries whose keys begin with a text, by key in order.
     *
     * @param prefix empty for all
     */
    Map<String, byte[]> entries(String prefix);

    /** Finishes what has been asked for and lets go of the files. */
    @Override
    void close();
}
