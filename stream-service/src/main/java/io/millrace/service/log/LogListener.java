package io.millrace.service.log;

/** Is told how the log does. Called on the log's own thread, so it must be short. */
@FunctionalInterface
public interface LogListener {
    /**
     * A group of operations was forced to disk.
     *
     * @param groupOperations how many they were
     * @param nanos how long it took
     */
    void forced(int groupOperations, long nanos);
}
