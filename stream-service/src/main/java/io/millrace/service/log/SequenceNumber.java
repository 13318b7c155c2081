package io.millrace.service.log;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * The place of a record in its shard, in the shape that the Kinesis API shows: 56 decimal digits. Strictly growing
 * within a shard, and compared as an integer. From the highest bit down:
 *
 * <pre>
 *   4 bits  version, always 2
 *  36 bits  second at which the shard was created; a child's is later than its parents'
 *  64 bits  counter of the shard's records, from 1 (0: the shard's start; {@link #LAST_COUNTER}: a closed shard's end)
 *  48 bits  time of arrival, milliseconds since 1970
 *  32 bits  index of the shard in its stream
 *   4 bits  version again
 * </pre>
 *
 * <p>A number sent by a client may be any integer, so {@link #isWellFormed} tells whether the parts mean anything.
 */
public record SequenceNumber(BigInteger value) implements Comparable<SequenceNumber> {
    /** Bytes of {@link #toBytes}. */
    public static final int BYTES = 24;

    /** Counter that no record has: the end of a closed shard. */
    public static final long LAST_COUNTER = Long.MAX_VALUE;

    private static final int VERSION = 2;
    private static final int BITS = 188;
    private static final int MILLIS_SHIFT = 36;
    private static final int COUNTER_SHIFT = 84;
    private static final int SECOND_SHIFT = 148;
    private static final long MILLIS_MASK = (1L << 48) - 1;
    private static final long SECOND_MASK = (1L << 36) - 1;
    private static final BigInteger HIGHEST =
            BigInteger.ONE.shiftLeft(BYTES * Byte.SIZE).subtract(BigInteger.ONE);

    /** Puts a number together; the arguments are cut to the widths above. */
    public static SequenceNumber of(long shardSecond, long counter, long millis, int shardIndex) {
        long second = shardSecond & SECOND_MASK;
        long arrival = millis & MILLIS_MASK;
        long high = ((long) VERSION << 56) | (second << 20) | (counter >>> 44);
        long middle = (counter << 20) | (arrival >>> 28);
        long low = (arrival << 36) | ((shardIndex & 0xffff_ffffL) << 4) | VERSION;
        return fromBytes(ByteBuffer.allocate(BYTES)
                .putLong(high)
                .putLong(middle)
                .putLong(low)
                .array());
    }

    /** The lowest number that a record with this counter, or a later one, of the shard can have. */
    public static SequenceNumber atCounter(long shardSecond, long counter) {
        return of(shardSecond, counter, 0, 0);
    }

    /**
     * Reads the decimal form.
     *
     * @throws NumberFormatException when it is not a decimal number
     */
    public static SequenceNumber parse(String decimal) {
        return new SequenceNumber(new BigInteger(decimal));
    }

    /** The opposite of {@link #toBytes}. */
    public static SequenceNumber fromBytes(byte[] bytes) {
        return new SequenceNumber(new BigInteger(1, bytes));
    }

    /** Whether the number has the versions of the drawing above in their places. */
    public boolean isWellFormed() {
        return value.bitLength() == BITS - 2
                && value.shiftRight(BITS - 4).intValue() == VERSION
                && (value.intValue() & 0xf) == VERSION;
    }

    /** Second at which the shard was created. */
    public long shardSecond() {
        return value.shiftRight(SECOND_SHIFT).longValue() & SECOND_MASK;
    }

    /** Counter of the record in its shard. */
    public long counter() {
        return value.shiftRight(COUNTER_SHIFT).longValue();
    }

    /** Time of arrival, milliseconds since 1970. */
    public long millis() {
        return value.shiftRight(MILLIS_SHIFT).longValue() & MILLIS_MASK;
    }

    /** Index of the shard in its stream. */
    public int shardIndex() {
        return value.shiftRight(4).intValue();
    }

    /** The next greater integer: as a position, the place right after this record. */
    public SequenceNumber next() {
        return new SequenceNumber(value.add(BigInteger.ONE));
    }

    /** {@link #BYTES} bytes that sort as the numbers do; a number too large for them gives the largest ones. */
    public byte[] toBytes() {
        byte[] magnitude = value.min(HIGHEST).toByteArray();
        byte[] bytes = new byte[BYTES];
        int length = Math.min(magnitude.length, BYTES);
        System.arraycopy(magnitude, magnitude.length - length, bytes, BYTES - length, length);
        return bytes;
    }

    @Override
    public int compareTo(SequenceNumber other) {
        return value.compareTo(other.value);
    }

    /** The decimal form that the Kinesis API uses. */
    @Override
    public String toString() {
        return value.toString();
    }
}
