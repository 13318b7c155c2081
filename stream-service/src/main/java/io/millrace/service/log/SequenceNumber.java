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
 * <p>A number sent by a client may be any integer, so {@link #isWellFormed} tells whether the parts mean anything. One
 * that is too large for 192 bits counts as the largest that is not.
 *
 * @param high the highest 64 bits of 192
 * @param middle those after them
 * @param low the lowest ones
 */
public record SequenceNumber(long high, long middle, long low) implements Comparable<SequenceNumber> {
    /** Bytes of {@link #toBytes}. */
    public static final int BYTES = 24;

    /** Counter that no record has: the end of a closed shard. */
    public static final long LAST_COUNTER = Long.MAX_VALUE;

    private static final int VERSION = 2;
    private static final long MILLIS_MASK = (1L << 48) - 1;
    private static final long SECOND_MASK = (1L << 36) - 1;
    private static final SequenceNumber HIGHEST = new SequenceNumber(-1, -1, -1);

    /** Puts a number together; the arguments are cut to the widths above. */
    public static SequenceNumber of(long shardSecond, long counter, long millis, int shardIndex) {
        long second = shardSecond & SECOND_MASK;
        long arrival = millis & MILLIS_MASK;
        return new SequenceNumber(
                ((long) VERSION << 56) | (second << 20) | (counter >>> 44),
                (counter << 20) | (arrival >>> 28),
                (arrival << 36) | ((shardIndex & 0xffff_ffffL) << 4) | VERSION);
    }

    /** The lowest number that a record with this counter, or a later one, of the shard can have. */
    public static SequenceNumber atCounter(long shardSecond, long counter) {
        return of(shardSecond, counter, 0, 0);
    }

    /**
     * Reads the decimal form.
     *
     * @throws NumberFormatException when it is not a decimal number, or a negative one
     */
    public static SequenceNumber parse(String decimal) {
        BigInteger value = new BigInteger(decimal);
        if (value.signum() < 0) {
            throw new NumberFormatException("a sequence number is not negative: " + decimal);
        }
        return value.bitLength() > BYTES * Byte.SIZE
                ? HIGHEST
                : new SequenceNumber(
                        value.shiftRight(2 * Long.SIZE).longValue(),
                        value.shiftRight(Long.SIZE).longValue(),
                        value.longValue());
    }

    /** The opposite of {@link #toBytes}. */
    public static SequenceNumber fromBytes(byte[] bytes) {
        return read(ByteBuffer.wrap(bytes));
    }

    /** Reads the next {@link #BYTES} bytes. */
    public static SequenceNumber read(ByteBuffer bytes) {
        return new SequenceNumber(bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    /** Whether the number has the versions of the drawing above in their places, and an index that a shard can have. */
    public boolean isWellFormed() {
        return high >>> 56 == VERSION && (low & 0xf) == VERSION && shardIndex() >= 0;
    }

    /** Second at which the shard was created. */
    public long shardSecond() {
        return (high >>> 20) & SECOND_MASK;
    }

    /** Counter of the record in its shard. */
    public long counter() {
        return (high << 44) | (middle >>> 20);
    }

    /** Time of arrival, milliseconds since 1970. */
    public long millis() {
        return ((middle << 28) | (low >>> 36)) & MILLIS_MASK;
    }

    /** Index of the shard in its stream. */
    public int shardIndex() {
        return (int) (low >>> 4);
    }

    /** The next greater integer: as a position, the place right after this record. */
    public SequenceNumber next() {
        long carried = low == -1 ? middle + 1 : middle;
        boolean carries = low == -1 && middle == -1;
        return equals(HIGHEST) ? this : new SequenceNumber(carries ? high + 1 : high, carried, low + 1);
    }

    /** {@link #BYTES} bytes that sort as the numbers do. */
    public byte[] toBytes() {
        byte[] bytes = new byte[BYTES];
        writeTo(ByteBuffer.wrap(bytes));
        return bytes;
    }

    /** Writes {@link #toBytes}. */
    public void writeTo(ByteBuffer out) {
        out.putLong(high).putLong(middle).putLong(low);
    }

    @Override
    public int compareTo(SequenceNumber other) {
        int order = Long.compareUnsigned(high, other.high);
        if (order == 0) {
            order = Long.compareUnsigned(middle, other.middle);
        }
        return order == 0 ? Long.compareUnsigned(low, other.low) : order;
    }

    /** The decimal form that the Kinesis API uses. */
    @Override
    public String toString() {
        return Decimal.of(high, middle, low);
    }
}
