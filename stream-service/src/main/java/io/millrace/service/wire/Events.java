package io.millrace.service.wire;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** An answer that goes on: events that are sent one after the other, until one side ends it. */
@FunctionalInterface
public non-sealed interface Events extends Answer {
    /**
     * Begins to send. Returns at once; what it sends comes later and on other threads.
     *
     * @return runs when the client has gone or the connection has failed
     */
    Runnable open(Sink sink);

    /** Where the events go. Used by one thread at a time. */
    interface Sink {
        /**
         * Makes an event as soon as there is memory for it and sends it; the next one may be sent when it is done.
         *
         * @param mostBytes of what the event holds, before it is written
         * @param event called once at most, here or on another thread; nothing is sent when it gives nothing
         * @return fails when the client has gone or does not take it in time
         */
        CompletionStage<Void> send(String type, long mostBytes, Supplier<Optional<Reply>> event);

        /** Ends the stream; nothing may be sent afterwards. */
        void end();

        /** Ends the stream with an error. */
        void fail(Throwable failure);
    }
}
