package io.millrace.testing;

import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Holds a run up that reads an iteration through {@link #streams} and {@link #tables}: once its plan is stored and it begins to read,
 * another run begins and ends. Thread-safe.
 */
public final class Overlap implements AutoCloseable {
    private final FaultProxy streams = FaultProxy.before(LocalServices.get().streams());
    private final FaultProxy tables = FaultProxy.before(LocalServices.get().tables());

    /** @param other the other run, whole */
    public Overlap(Runnable other) {
        AtomicBoolean begun = new AtomicBoolean();
        streams.on(
                "GetRecords",
                call -> {
                    if (tables.operations().contains("PutItem") && !begun.getAndSet(true)) {
                        other.run();
                    }
                    return false;
                },
                Fault.error(500, "InternalFailure", "never"));
    }

    /** The Kinesis API for the run that is held up. */
    public URI streams() {
        return streams.endpoint();
    }

    /** DynamoDB for the run that is held up. */
    public URI tables() {
        return tables.endpoint();
    }

    @Override
    public void close() {
        streams.close();
        tables.close();
    }
}
