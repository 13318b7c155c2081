package io.millrace.checkpoint;

import java.math.BigInteger;
import java.util.Objects;

/**
 * The position of a record in its shard: a decimal number of up to 129 digits, strictly growing within a shard.
 * Compared as an integer, never as text: "9" comes before "10".
 */
public record SequenceNumber(BigInteger value) implements Comparable<SequenceNumber> {
    /** The most digits that the Kinesis API accepts. */
    public static final int MAX_DIGITS = 129;

    public SequenceNumber {
        Objects.requireNonNull(value, "value");
        if (value.signum() < 0) {
            throw new IllegalArgumentException("sequence number " + value + " is negative");
        }
    }

    /**
     * Reads the form that the Kinesis API uses.
     *
     * @throws IllegalArgumentException when the text is not a plain decimal number
     */
    public static SequenceNumber of(String decimal) {
        if (decimal.isEmpty()
                || decimal.length() > MAX_DIGITS
                || !decimal.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException(
                    "'" + decimal + "' is not a sequence number (1 to " + MAX_DIGITS + " decimal digits)");
        }
        return new SequenceNumber(new BigInteger(decimal));
    }

    @Override
    public int compareTo(SequenceNumber other) {
        return value.compareTo(other.value);
    }

    public boolean isAfter(SequenceNumber other) {
        return compareTo(other) > 0;
    }

    /** The decimal form that the Kinesis API uses. */
    @Override
    public String toString() {
        return value.toString();
    }
}
