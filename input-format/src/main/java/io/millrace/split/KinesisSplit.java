package io.millrace.split;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.ShardId;
import io.millrace.checkpoint.StreamIdentity;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hadoop.io.WritableUtils;

/**
 * The part of one shard that one task reads. Belongs to no engine: each wraps it in its own kind of split. Holds no
 * credentials. Immutable.
 *
 * <p>On the wire: version (1 byte), stream's ARN, the second in which it was created (variable length), shard id, kind of
 * start (1 byte) and its value, last sequence number, whether that is of a record (1 byte), time bounds (1 byte each for
 * their presence). Sequence numbers are a length byte and the number's bytes.
 *
 * @param stream the stream, as it was when the split was planned
 * @param shard the shard
 * @param start where it begins
 * @param end where it ends
 * @param times which of the records in between are wanted
 */
public record KinesisSplit(StreamIdentity stream, ShardId shard, StartingPosition start, End end, Times times) {
    /** Grows when the form on the wire changes. */
    private static final byte VERSION = 2;

    private static final byte TRIM_HORIZON = 0;
    private static final byte AT_SEQUENCE = 1;
    private static final byte AT_PINNED_SEQUENCE = 2;
    private static final byte AT_TIMESTAMP = 3;
    private static final byte BEYOND_SEQUENCE = 4;
    private static final byte BEYOND_PINNED_SEQUENCE = 5;

    /**
     * Where a split ends.
     *
     * @param last the greatest sequence number that belongs to it, inclusive
     * @param pinned a record of exactly this number was seen when the split was planned; otherwise the number is the
     *     end of a closed shard, which no record needs to have
     */
    public record End(SequenceNumber last, boolean pinned) {}

    /**
     * Bounds on the approximate arrival time of records.
     *
     * @param from inclusive
     * @param until exclusive
     */
    public record Times(Optional<Instant> from, Optional<Instant> until) {
        /** Every record is wanted. */
        public static final Times ANY = new Times(Optional.empty(), Optional.empty());

        /**
         * Arrival times do not ascend strictly. What is this much too late or too early is taken to have none after or
         * before it, respectively, that is wanted.
         */
        private static final Duration DISORDER = Duration.ofMinutes(10);

        /** Past a record that arrived then, nothing that is wanted is expected any more. */
        public boolean endBy(Instant arrival) {
            return until.filter(bound -> arrival.isAfter(bound.plus(DISORDER))).isPresent();
        }

        /** When records arrived before which nothing that is wanted is expected; empty: there is no such time. */
        public Optional<Instant> beginning() {
            return from.map(bound -> bound.minus(DISORDER));
        }

        /** Whether a record that arrived then is wanted. */
        public boolean contain(Instant arrival) {
            return from.filter(arrival::isBefore).isEmpty()
                    && until.filter(bound -> !arrival.isBefore(bound)).isEmpty();
        }
    }

    /** The stream's name, for messages. */
    public String streamName() {
        return stream.name();
    }

    /** Writes the split in its own form. */
    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        WritableUtils.writeString(out, stream.arn());
        WritableUtils.writeVLong(out, stream.created().getEpochSecond());
        WritableUtils.writeString(out, shard.value());
        if (start instanceof StartingPosition.AtSequence at) {
            out.writeByte(at.pinned() ? AT_PINNED_SEQUENCE : AT_SEQUENCE);
            writeNumber(out, at.first());
        } else if (start instanceof StartingPosition.Beyond beyond) {
            out.writeByte(beyond.begin().pinned() ? BEYOND_PINNED_SEQUENCE : BEYOND_SEQUENCE);
            writeNumber(out, beyond.begin().first());
            writeNumber(out, beyond.wanted());
        } else if (start instanceof StartingPosition.AtTimestamp at) {
            out.writeByte(AT_TIMESTAMP);
            WritableUtils.writeVLong(out, at.time().toEpochMilli());
        } else {
            out.writeByte(TRIM_HORIZON);
        }
        writeNumber(out, end.last());
        out.writeBoolean(end.pinned());
        writeTime(out, times.from());
        writeTime(out, times.until());
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException when the bytes are of another version or make no sense
     */
    public static KinesisSplit read(DataInput in) throws IOException {
        byte version = in.readByte();
        if (version != VERSION) {
            throw new IOException("split has form " + version + ", but this version of Millrace reads form " + VERSION
                    + ": the client and the tasks of one job must use one version");
        }
        try {
            return new KinesisSplit(
                    new StreamIdentity(
                            WritableUtils.readString(in), Instant.ofEpochSecond(WritableUtils.readVLong(in))),
                    new ShardId(WritableUtils.readString(in)),
                    readStart(in),
                    new End(readNumber(in), in.readBoolean()),
                    new Times(readTime(in), readTime(in)));
        } catch (IllegalArgumentException e) {
            throw new IOException("the bytes of a split make no sense: " + e.getMessage(), e);
        }
    }

    private static StartingPosition readStart(DataInput in) throws IOException {
        byte kind = in.readByte();
        return switch (kind) {
            case TRIM_HORIZON -> new StartingPosition.TrimHorizon();
            case AT_SEQUENCE -> new StartingPosition.AtSequence(readNumber(in), false);
            case AT_PINNED_SEQUENCE -> new StartingPosition.AtSequence(readNumber(in), true);
            case BEYOND_SEQUENCE -> readBeyond(in, false);
            case BEYOND_PINNED_SEQUENCE -> readBeyond(in, true);
            case AT_TIMESTAMP -> new StartingPosition.AtTimestamp(Instant.ofEpochMilli(WritableUtils.readVLong(in)));
            default -> throw new IOException("a split that starts in the unknown way " + kind);
        };
    }

    private static StartingPosition readBeyond(DataInput in, boolean pinned) throws IOException {
        return new StartingPosition.Beyond(new StartingPosition.AtSequence(readNumber(in), pinned), readNumber(in));
    }

    private static void writeNumber(DataOutput out, SequenceNumber number) throws IOException {
        byte[] bytes = number.value().toByteArray();
        out.writeByte(bytes.length);
        out.write(bytes);
    }

    private static SequenceNumber readNumber(DataInput in) throws IOException {
        byte[] bytes = new byte[in.readUnsignedByte()];
        in.readFully(bytes);
        return new SequenceNumber(new BigInteger(bytes));
    }

    private static void writeTime(DataOutput out, Optional<Instant> time) throws IOException {
        out.writeBoolean(time.isPresent());
        if (time.isPresent()) {
            WritableUtils.writeVLong(out, time.get().toEpochMilli());
        }
    }

    private static Optional<Instant> readTime(DataInput in) throws IOException {
        return in.readBoolean() ? Optional.of(Instant.ofEpochMilli(WritableUtils.readVLong(in))) : Optional.empty();
    }
}
