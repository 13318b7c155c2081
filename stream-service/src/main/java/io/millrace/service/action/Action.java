package io.millrace.service.action;

import io.millrace.service.wire.Answer;
import io.millrace.service.wire.Input;
import io.millrace.service.wire.Shape;
import java.util.concurrent.CompletionStage;

/**
 * One operation of the API. Its class is named as the operation is; {@link Actions} lists them all. Implementations
 * hold the parts of the service that they need and no state of their own, and are thread-safe.
 */
public interface Action {
    /** The members that it takes. */
    Shape input();

    /**
     * Does it.
     *
     * @param input checked against {@link #input}
     * @return the answer, or a failure with a {@link io.millrace.service.error.ServiceException}, which may also be
     *     thrown. A put completes it on another thread, once the records are on disk; no thread waits for that.
     */
    CompletionStage<? extends Answer> run(Caller caller, Input input);

    /**
     * Whether {@link #run} may wait, for the disk or for another request. One that does not is run on the thread that
     * serves the sockets, which saves its request a change of threads.
     */
    default boolean waits() {
        return true;
    }

    /** The memory that an answer may take until it is sent, in bytes: its content and its written form. */
    default long mostAnswerBytes() {
        return 256 << 10;
    }

    /** Its name in the API. */
    default String name() {
        return getClass().getSimpleName();
    }
}
