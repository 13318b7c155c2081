package io.millrace.service.wire;

import java.util.concurrent.CompletionStage;

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
         * Sends an event; the next one may be sent when it is done.
         *
         * @return fails when the client has gone
         */
        CompletionStage<Void> send(String type, Reply event);

        /** Ends the stream; nothing may be sent afterwards. */
        void end();

        /** Ends the stream with an error. */
        void fail(Throwable failure);
    }
}
