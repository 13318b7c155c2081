package io.millrace.launcher.iterations;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.IterationOperations;
import io.millrace.checkpoint.LogicalName;
import io.millrace.checkpoint.StreamIdentity;

/** A logical name on a stream: what has iterations, one after the other. */
record ReaderOfStream(LogicalName reader, StreamIdentity stream) {
    /** What can be done to its iterations. */
    IterationOperations operations(CheckpointStore store) {
        return new IterationOperations(store, reader, stream.arn());
    }
}
