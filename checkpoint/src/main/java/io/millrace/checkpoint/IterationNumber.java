package io.millrace.checkpoint;

/** The number of an iteration, 0 for the first one of a logical name and stream. */
public record IterationNumber(long value) implements Comparable<IterationNumber> {
    public static final IterationNumber ZERO = new IterationNumber(0);

    public IterationNumber {
        if (value < 0) {
            throw new IllegalArgumentException("iteration number " + value + " is negative; the first one is 0");
        }
    }

    public boolean isFirst() {
        return value == 0;
    }

    public IterationNumber next() {
        return new IterationNumber(Math.addExact(value, 1));
    }

    /**
     * The iteration before this one.
     *
     * @throws IllegalArgumentException for iteration 0
     */
    public IterationNumber previous() {
        return new IterationNumber(value - 1);
    }

    @Override
    public int compareTo(IterationNumber other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
