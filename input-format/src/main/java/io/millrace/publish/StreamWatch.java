package io.millrace.publish;

import io.millrace.checkpoint.StreamIdentity;
import io.millrace.client.ReadCounter;
import io.millrace.client.Retries;
import io.millrace.client.StreamWriter;
import io.millrace.write.BatchWriter;
import java.io.IOException;
import java.time.Duration;

/**
 * Sees to it that a publishing puts all of its records into one stream: one that is deleted and made anew under the same name
 * takes calls as well. Looks once a minute, as all of an account may ask for a stream's description 20 times a second only, and
 * at the end. Thread-safe.
 */
final class StreamWatch {
    private static final long EVERY = Duration.ofMinutes(1).toNanos();

    private final StreamWriter stream;
    private final StreamIdentity known;
    private final BatchWriter.Pace pace;
    private long lookedAt;

    StreamWatch(StreamWriter stream, StreamIdentity known, BatchWriter.Pace pace) {
        this.stream = stream;
        this.known = known;
        this.pace = pace;
        this.lookedAt = pace.nanoTime().getAsLong();
    }

    /** There is another stream of the same name. */
    static final class Replaced extends IOException {
        private static final long serialVersionUID = 1L;

        Replaced(StreamIdentity known, StreamIdentity found, String what) {
            super("the stream " + known.arn() + ", created at " + known.created() + ", " + what
                    + ", was deleted and made anew: now there is "
                    + (found.arn().equals(known.arn()) ? "one" : found.arn()) + " created at " + found.created());
        }
    }

    /** What a stream is now. One call that fails for the moment must not be the end of a job that has run for hours. */
    static StreamWriter.Target describe(StreamWriter stream, BatchWriter.Pace pace) {
        return new Retries(pace.sleeper(), ReadCounter.Meter.NONE).call(stream::describe);
    }

    /**
     * Looks, if that was not done within a minute.
     *
     * @throws Replaced when it is another one
     */
    void sometimes() throws Replaced {
        synchronized (this) {
            long now = pace.nanoTime().getAsLong();
            if (now - lookedAt < EVERY) {
                return;
            }
            lookedAt = now;
        }
        now();
    }

    /**
     * Looks.
     *
     * @throws Replaced when it is another one
     */
    void now() throws Replaced {
        StreamIdentity found = describe(stream, pace).identity();
        if (!found.equals(known)) {
            throw new Replaced(known, found, "into which records were put");
        }
    }
}
