package io.millrace.service.action;

import io.millrace.service.stream.Catalogue;
import io.millrace.service.stream.Resharding;
import io.millrace.service.stream.Resharding.Settling;
import io.millrace.service.stream.Stream;
import io.millrace.service.stream.StreamKey;
import io.millrace.service.stream.StreamSettings;
import io.millrace.service.wire.Input;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/**
 * How operations make, change and remove streams. Thread-safe.
 *
 * @param stateDelay how long CREATING, UPDATING and DELETING last
 */
record StreamChanges(Streams streams, Catalogue catalogue, Duration stateDelay, InstantSource clock) {
    /**
     * Changes the stream that a request names, which must be ACTIVE.
     *
     * @return the stream as it is now
     */
    Stream change(Caller caller, Input input, Catalogue.Step step) {
        return changeInAnyState(streams.key(caller, input), stream -> {
            streams.checkActive(stream);
            return step.apply(stream);
        });
    }

    /** Changes settings of a stream that must be ACTIVE and is UPDATING for a while then. */
    Stream changeSettings(Caller caller, Input input, UnaryOperator<StreamSettings> step) {
        return change(caller, input, stream -> Resharding.settings(stream, step.apply(stream.settings()), settling()));
    }

    /** Changes a stream that the caller may use, whatever its state. */
    Stream changeInAnyState(StreamKey key, Catalogue.Step step) {
        return catalogue.change(key, Streams.missing(key), step);
    }

    /**
     * Adds a stream.
     *
     * @param make makes the stream from its number; sees that the name is free
     */
    void create(LongFunction<Catalogue.Change> make) {
        catalogue.create(make);
    }

    /** Removes what a stream holds, when DELETING lasts no time; else the sweeper does it. */
    void dropDeleted(Stream stream) {
        if (stateDelay.isZero()) {
            catalogue.drop(stream);
        }
    }

    /** The time of a change that happens now. */
    Settling settling() {
        Instant now = clock.instant();
        return new Settling(now, now.plus(stateDelay));
    }
}
