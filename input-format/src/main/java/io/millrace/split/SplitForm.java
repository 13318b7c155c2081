package io.millrace.split;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.ShardId;
import io.millrace.checkpoint.StreamIdentity;
import io.millrace.filter.HashKeys;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.io.WritableUtils;

/**
 * A split on the wire. Stateless.
 *
 * <p>Version (1 byte), stream's ARN, the second in which it was created (variable length), shard id, how the hash keys are
 * known (1 byte) and, if they are, the lowest and the highest of them, kind of start (1 byte) and its value, last sequence
 * number, whether that is of a record (1 byte), time bounds (1 byte each for their presence). Sequence numbers and hash
 * keys are a length byte and the number's bytes.
 */
final class SplitForm {
    /** Grows when the form on the wire changes. */
    private static final byte VERSION = 3;

    private static final byte KEYS_UNKNOWN = 0;
    /** By their use; its place and 1. */
    private static final List<KinesisSplit.Keys.Use> USES =
            List.of(KinesisSplit.Keys.Use.POSSIBLE, KinesisSplit.Keys.Use.RELIED_ON, KinesisSplit.Keys.Use.NONE);

    private static final byte TRIM_HORIZON = 0;
    private static final byte AT_SEQUENCE = 1;
    private static final byte AT_PINNED_SEQUENCE = 2;
    private static final byte AT_TIMESTAMP = 3;
    private static final byte BEYOND_SEQUENCE = 4;
    private static final byte BEYOND_PINNED_SEQUENCE = 5;

    private SplitForm() {}

    /** Writes a split. */
    static void write(KinesisSplit split, DataOutput out) throws IOException {
        out.writeByte(VERSION);
        WritableUtils.writeString(out, split.stream().arn());
        WritableUtils.writeVLong(out, split.stream().created().getEpochSecond());
        WritableUtils.writeString(out, split.shard().value());
        writeKeys(out, split.keys());
        if (split.start() instanceof StartingPosition.AtSequence at) {
            out.writeByte(at.pinned() ? AT_PINNED_SEQUENCE : AT_SEQUENCE);
            writeNumber(out, at.first());
        } else if (split.start() instanceof StartingPosition.Beyond beyond) {
            out.writeByte(beyond.begin().pinned() ? BEYOND_PINNED_SEQUENCE : BEYOND_SEQUENCE);
            writeNumber(out, beyond.begin().first());
            writeNumber(out, beyond.wanted());
        } else if (split.start() instanceof StartingPosition.AtTimestamp at) {
            out.writeByte(AT_TIMESTAMP);
            WritableUtils.writeVLong(out, at.time().toEpochMilli());
        } else {
            out.writeByte(TRIM_HORIZON);
        }
        writeNumber(out, split.end().last());
        out.writeBoolean(split.end().pinned());
        writeTime(out, split.times().from());
        writeTime(out, split.times().until());
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException when the bytes are of another version or make no sense
     */
    static KinesisSplit read(DataInput in) throws IOException {
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
                    readKeys(in),
                    readStart(in),
                    new KinesisSplit.End(readNumber(in), in.readBoolean()),
                    new KinesisSplit.Times(readTime(in), readTime(in)));
        } catch (IllegalArgumentException e) {
            throw new IOException("the bytes of a split make no sense: " + e.getMessage(), e);
        }
    }

    private static void writeKeys(DataOutput out, Optional<KinesisSplit.Keys> keys) throws IOException {
        if (keys.isEmpty()) {
            out.writeByte(KEYS_UNKNOWN);
        } else {
            out.writeByte(USES.indexOf(keys.get().use()) + 1);
            writeInteger(out, keys.get().range().lowest());
            writeInteger(out, keys.get().range().highest());
        }
    }

    private static Optional<KinesisSplit.Keys> readKeys(DataInput in) throws IOException {
        byte kind = in.readByte();
        if (kind == KEYS_UNKNOWN) {
            return Optional.empty();
        }
        if (kind < 0 || kind > USES.size()) {
            throw new IOException("a split whose hash keys are known in the unknown way " + kind);
        }
        HashKeys range = new HashKeys(readInteger(in), readInteger(in));
        return Optional.of(new KinesisSplit.Keys(range, USES.get(kind - 1)));
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
        writeInteger(out, number.value());
    }

    private static SequenceNumber readNumber(DataInput in) throws IOException {
        return new SequenceNumber(readInteger(in));
    }

    private static void writeInteger(DataOutput out, BigInteger number) throws IOException {
        byte[] bytes = number.toByteArray();
        out.writeByte(bytes.length);
        out.write(bytes);
    }

    private static BigInteger readInteger(DataInput in) throws IOException {
        byte[] bytes = new byte[in.readUnsignedByte()];
        in.readFully(bytes);
        return new BigInteger(bytes);
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
