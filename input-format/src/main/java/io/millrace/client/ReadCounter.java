package io.millrace.client;

/** What is counted while a stream is read; Hadoop jobs show these as their counters. */
public enum ReadCounter {
    /** Records handed out, stored ones taken apart. */
    RECORDS,
    /** Bytes of payload of stored records received. */
    BYTES,
    /** GetRecords calls, or subscriptions. */
    CALLS,
    /** Answers or events without a record. */
    EMPTY_PAGES,
    /** Calls repeated because the quota was used up. */
    THROTTLED,
    /** Calls repeated because the service failed or could not be reached. */
    UNAVAILABLE,
    /** Iterators renewed because they had expired. */
    EXPIRED_ITERATORS,
    /** Aggregated records taken apart. */
    AGGREGATES,
    /** Records in aggregates that the Kinesis Producer Library put once more, into the shard of their hash keys. */
    PUT_AGAIN,
    /** Records that could not be read and were handed out without content, or skipped. */
    BAD_RECORDS,
    /** Stretches of sequence numbers, within splits, of which records had expired. */
    LOSSES;

    /** Where the counts go. Each count also says that the reader is alive. Thread-safe unless it says otherwise. */
    @FunctionalInterface
    public interface Meter {
        /** Counts nothing. */
        Meter NONE = (counter, amount) -> {};

        /** Adds to a counter. */
        void add(ReadCounter counter, long amount);
    }
}
