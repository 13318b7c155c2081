package io.millrace.checkpoint;

import java.math.BigInteger;

/**
 * The position of a record in its shard: a decimal number of up to 129 digits, strictly growing within a shard. Compared as
 * an integer, never as text: "9" comes before "10". Kept in the form that the API uses, since each record that is read
 * has one and hardly any is calculated with. Immutable.
 */
public final class SequenceNumber implements Comparable<SequenceNumber> {
    /** The most digits that the Kinesis API accepts. */
    public static final int MAX_DIGITS = 129;

    /** Without zeros in front, so that of two numbers the one with more digits is the greater. */
    private final String digits;

    private SequenceNumber(String digits) {
        this.digits = digits;
    }

    /** @throws IllegalArgumentException when the number is negative */
    public SequenceNumber(BigInteger value) {
        this(value.toString());
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
        if (decimal.isEmpty() || decimal.length() > MAX_DIGITS || !isDigits(decimal)) {
            throw new IllegalArgumentException(
                    "'" + decimal + "' is not a sequence number (1 to " + MAX_DIGITS + " decimal digits)");
        }
        int zeros = 0;
        while (zeros < decimal.length() - 1 && decimal.charAt(zeros) == '0') {
            zeros++;
        }
        return new SequenceNumber(decimal.substring(zeros));
    }

    private static boolean isDigits(String text) {
        // Each record that is read has one, so: no branch for a digit, only the sign of what is beyond them.
        int beyond = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            beyond |= (c - '0') | ('9' - c);
        }
        return beyond >= 0;
    }

    /** The number to calculate with. */
    public BigInteger value() {
        return new BigInteger(digits);
    }

    @Override
    public int compareTo(SequenceNumber other) {
        int longer = Integer.compare(digits.length(), other.digits.length());
        return longer != 0 ? longer : digits.compareTo(other.digits);
    }

    public boolean isAfter(SequenceNumber other) {
        return compareTo(other) > 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SequenceNumber that && digits.equals(that.digits);
    }

    @Override
    public int hashCode() {
        return digits.hashCode();
    }

    /** The decimal form that the Kinesis API uses. */
    @Override
    public String toString() {
        return digits;
    }
}
