package io.millrace.config;

import java.time.Instant;

/** Where iteration 0, or a read without checkpoints, begins. */
public sealed interface InitialPosition {
    /** With the oldest record that is retained. */
    record TrimHorizon() implements InitialPosition {}

    /** After the newest record there is when the read is planned. */
    record Latest() implements InitialPosition {}

    /** With the first record that arrived at or after a time. */
    record At(Instant time) implements InitialPosition {}
}
