package io.millrace.read;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.split.KinesisSplit;
import io.millrace.split.StartingPosition.AtSequence;
import java.math.BigInteger;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How much of a split was read, by sequence numbers: a rough estimate. One thread reads; any may ask.
 *
 * <p>Hadoop's map tasks ask after each record, and to calculate with numbers of 56 digits costs more than to read one. So
 * an answer is given again for a while.
 */
final class ReadProgress {
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final LongSupplier nanos;
    private final BigInteger last;
    private volatile Optional<BigInteger> first;
    private volatile Optional<SequenceNumber> reached = Optional.empty();
    private volatile boolean done;
    private volatile Answer answer;

    private record Answer(float value, long nanos) {}

    ReadProgress(KinesisSplit split) {
        this(split, System::nanoTime);
    }

    /** @param nanos a clock that never goes back */
    ReadProgress(KinesisSplit split, LongSupplier nanos) {
        this.nanos = nanos;
        last = split.end().last().value();
        first = split.start().range().map(AtSequence::first).map(SequenceNumber::value);
        answer = new Answer(0, nanos.getAsLong() - FRESH_NANOS);
    }

    /** The record of this number was read. */
    void reach(SequenceNumber number) {
        reached = Optional.of(number);
        if (first.isEmpty()) {
            first = Optional.of(number.value());
        }
    }

    /** The end was reached, whichever number the last record had. */
    void end() {
        done = true;
    }

    /** From 0, at the start, to 1, at the end. */
    float value() {
        if (done) {
            return 1;
        }
        long now = nanos.getAsLong();
        if (now - answer.nanos() >= FRESH_NANOS) {
            answer = new Answer(calculate(), now);
        }
        return answer.value();
    }

    private float calculate() {
        if (first.isEmpty() || reached.isEmpty()) {
            return 0;
        }
        // A double would not tell one sequence number from the next, but it does their distances.
        double whole = last.subtract(first.get()).doubleValue();
        double part = reached.get().value().subtract(first.get()).doubleValue();
        return whole <= 0 ? 1 : (float) Math.max(0, Math.min(1, part / whole));
    }
}
