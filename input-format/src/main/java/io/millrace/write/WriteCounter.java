package io.millrace.write;

/** What is counted while records are put; Hadoop jobs show these as their counters. */
public enum WriteCounter {
    /** Records that tasks have staged, for the end of the job to publish. */
    STAGED_RECORDS,
    /** Bytes of their data and partition keys. */
    STAGED_BYTES,
    /** Records acknowledged. */
    RECORDS,
    /** Bytes of their data and partition keys. */
    BYTES,
    /** PutRecords calls. */
    CALLS,
    /** Records sent again because their shard's quota was used up. */
    THROTTLED,
    /** Records sent again because the service failed for them. */
    FAILED,
    /** Records sent again because a call's answer did not arrive: the stream may hold them twice. */
    UNCERTAIN;

    /** Where the counts go. Each count also says that the writer is alive. */
    @FunctionalInterface
    public interface Meter {
        /** Counts nothing. */
        Meter NONE = (counter, amount) -> {};

        /** Adds to a counter. */
        void add(WriteCounter counter, long amount);
    }
}
