package io.millrace.write;

import io.millrace.checkpoint.Sleeper;
import io.millrace.client.OutgoingRecord;
import io.millrace.client.StreamException;
import io.millrace.client.StreamWriter;
import io.millrace.client.StreamWriter.Outcome;
import io.millrace.client.StreamWriter.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts records into a stream by PutRecords calls, one after the other, as full as the API and the order allow. Of an
 * answer only the refused records are sent again, each after a pause of its own, and meanwhile others go on. Records of
 * one partition key arrive in the order in which they were given, whatever is refused: see {@link Waiting}. Not
 * thread-safe.
 *
 * <p>At most {@value #MOST_RECORDS} records or 20 MiB wait here, and one record more: whoever puts waits as long as the
 * stream is throttled.
 */
public final class BatchWriter {
    static final int MOST_RECORDS = 4 * RecordLimits.CALL_RECORDS;
    private static final long MOST_BYTES = 2L * RecordLimits.CALL_BYTES;
    private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);

    private final StreamWriter stream;
    private final Listener listener;
    private final Backoff backoff;
    private final WriteBudget budget;
    private final Pace pace;
    private final Waiting waiting;

    /** Learns what happens. Called by the thread that puts. */
    public interface Listener extends WriteCounter.Meter {
        /**
         * The next thing is a call.
         *
         * @throws IOException ends the writing without it
         */
        default void beforeCall() throws IOException {}

        /**
         * These records, the ones that one call has brought in, are in the stream. The next call is made when this
         * returns.
         *
         * @throws IOException ends the writing
         */
        void acknowledged(List<OutgoingRecord> records) throws IOException;

        /** Learns only the counts. */
        static Listener counting(WriteCounter.Meter meter) {
            return new Listener() {
                @Override
                public void acknowledged(List<OutgoingRecord> records) {}

                @Override
                public void add(WriteCounter counter, long amount) {
                    meter.add(counter, amount);
                }
            };
        }
    }

    /**
     * How time passes.
     *
     * @param nanoTime as {@link System#nanoTime}
     * @param random as {@link Math#random}; spreads the pauses of many writers
     */
    public record Pace(LongSupplier nanoTime, Sleeper sleeper, DoubleSupplier random) {
        public static final Pace REAL = new Pace(System::nanoTime, Sleeper.REAL);

        public Pace(LongSupplier nanoTime, Sleeper sleeper) {
            this(nanoTime, sleeper, () -> ThreadLocalRandom.current().nextDouble());
        }
    }

    /**
     * How to write.
     *
     * @param ordered whether the order of each partition key is kept; otherwise calls are fuller where keys are few
     */
    public record Manner(boolean ordered, Backoff backoff, WriteBudget budget) {
        /** In order, as fast as the stream allows. */
        public static Manner inOrder() {
            return new Manner(true, Backoff.DEFAULT, WriteBudget.unlimited());
        }
    }

    public BatchWriter(StreamWriter stream, Manner manner, Pace pace, Listener listener) {
        this.stream = stream;
        this.listener = listener;
        this.backoff = manner.backoff();
        this.budget = manner.budget();
        this.pace = pace;
        this.waiting = new Waiting(manner.ordered());
    }

    /**
     * Takes a record, and makes calls while too many wait.
     *
     * @param record one that the API takes; see {@link RecordLimits#problem}
     * @throws StreamException when the stream can't be written, or refuses for too long
     * @throws IOException as the listener throws it
     */
    public void put(OutgoingRecord record) throws IOException {
        waiting.add(record);
        while (waiting.size() > MOST_RECORDS || waiting.bytes() > MOST_BYTES) {
            step();
        }
    }

    /**
     * Returns when every record that was put is acknowledged.
     *
     * @throws StreamException when the stream can't be written, or refuses for too long
     * @throws IOException as the listener throws it
     */
    public void flush() throws IOException {
        while (!waiting.isEmpty()) {
            step();
        }
    }

    /** Makes one call, or waits until one can be made. */
    private void step() throws IOException {
        List<Waiting.Entry> batch = waiting.batch(pace.nanoTime().getAsLong());
        if (batch.isEmpty()) {
            sleep(waiting.untilNext(pace.nanoTime().getAsLong()));
            return;
        }
        sleep(budget.take(
                batch.size(), batch.stream().mapToLong(Waiting.Entry::size).sum()));
        List<Outcome> outcomes;
        listener.beforeCall();
        listener.add(WriteCounter.CALLS, 1);
        try {
            outcomes = stream.put(batch.stream().map(Waiting.Entry::record).toList());
        } catch (StreamException.Throttled e) {
            retry(batch, WriteCounter.THROTTLED, e);
            return;
        } catch (StreamException.Unavailable e) {
            LOG.warn(
                    "a call with {} records had no answer; they are sent again and may be in the stream twice",
                    batch.size(),
                    e);
            retry(batch, WriteCounter.UNCERTAIN, e);
            return;
        }
        settle(batch, outcomes);
    }

    private void settle(List<Waiting.Entry> batch, List<Outcome> outcomes) throws IOException {
        List<OutgoingRecord> acknowledged = new ArrayList<>(batch.size());
        List<Waiting.Entry> throttled = new ArrayList<>();
        List<Waiting.Entry> failed = new ArrayList<>();
        Refusal last = null;
        long bytes = 0;
        for (int i = 0; i < batch.size(); i++) {
            Waiting.Entry entry = batch.get(i);
            Refusal refusal = outcomes.get(i).refusal().orElse(null);
            if (refusal == null) {
                entry.acknowledge();
                acknowledged.add(entry.record());
                bytes += entry.size();
            } else {
                last = refusal;
                (refusal.isThrottling() ? throttled : failed).add(entry);
            }
        }
        if (!acknowledged.isEmpty()) {
            listener.acknowledged(acknowledged);
            listener.add(WriteCounter.RECORDS, acknowledged.size());
            listener.add(WriteCounter.BYTES, bytes);
        }
        waiting.settle();
        String reason =
                "the stream refuses " + (throttled.size() + failed.size()) + " records; the last reason: " + last;
        if (!throttled.isEmpty()) {
            retry(throttled, WriteCounter.THROTTLED, new StreamException.Throttled(reason, null));
        }
        if (!failed.isEmpty()) {
            retry(failed, WriteCounter.FAILED, new StreamException.Unavailable(reason, null));
        }
    }

    /** Has records wait for another attempt; all for the same time, so that they fill a call together again. */
    private void retry(List<Waiting.Entry> refused, WriteCounter why, StreamException failure) {
        int attempt =
                1 + refused.stream().mapToInt(Waiting.Entry::attempts).max().orElse(0);
        Duration pause = backoff.after(attempt, pace.random());
        boolean throttled = why == WriteCounter.THROTTLED;
        Duration limit = throttled ? backoff.throttled() : backoff.failing();
        long now = pace.nanoTime().getAsLong();
        for (Waiting.Entry entry : refused) {
            if (entry.refuse(throttled, pause, now).compareTo(limit) > 0) {
                throw failure;
            }
        }
        listener.add(why, refused.size());
        LOG.debug("{} records wait for {}", refused.size(), pause, failure);
    }

    private void sleep(Duration pause) {
        if (pause.isZero()) {
            return;
        }
        try {
            // A sleeper counts in milliseconds.
            pace.sleeper().sleep(pause.plusMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamException.Unavailable("interrupted while records waited to be sent", e);
        }
    }
}
