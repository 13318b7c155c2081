package io.millrace.checkpoint;

/**
 * Names one iteration: who reads, which stream (by ARN), which iteration.
 */
public record IterationKey(LogicalName reader, String streamArn, IterationNumber number) {
    /** Another iteration of the same reader and stream. */
    public IterationKey withNumber(IterationNumber other) {
        return new IterationKey(reader, streamArn, other);
    }

    @Override
    public String toString() {
        return "iteration " + number + " of logical name '" + reader + "' on " + streamArn;
    }
}
