package io.millrace.launcher.iterations;

import io.millrace.checkpoint.LogicalName;
import io.millrace.checkpoint.StreamIdentity;

/** A logical name on a stream: what has iterations, one after the other. */
record ReaderOfStream(LogicalName reader, StreamIdentity stream) {}
