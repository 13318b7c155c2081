package io.millrace.payload;

import io.millrace.client.Payload;

/** Tells whether somebody can make sense of a record's bytes. Not thread-safe unless it says otherwise. */
@FunctionalInterface
public interface PayloadCheck {
    /** Takes everything. */
    PayloadCheck NONE = payload -> {};

    /**
     * Returns when the payload can be read.
     *
     * @throws UnreadablePayloadException when it can't
     */
    void check(Payload payload) throws UnreadablePayloadException;
}
