package io.millrace.read;

import io.millrace.client.Payload;

/** How many records of the Kinesis Producer Library one record of a stream holds. Stateless. */
public final class AggregateSize {
    private AggregateSize() {}

    /** The number of records packed into this one; 1 for a record that is no aggregate. */
    public static int of(Payload payload) {
        return Aggregates.parts(payload).map(parts -> parts.size()).orElse(1);
    }
}
