package io.millrace.service.stream;

import io.millrace.service.log.SequenceNumber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A place to read from, as a client holds it.
 *
 * @param stream number of the stream, so that an iterator of a deleted stream does not read its successor
 * @param shard index of the shard
 * @param from the first sequence number wanted
 * @param issued when the iterator was handed out
 */
public record ShardIterator(long stream, int shard, SequenceNumber from, Instant issued) {
    /** How long an iterator may be used. */
    public static final Duration LIFETIME = Duration.ofMinutes(5);

    private static final byte KIND = 'I';
    private static final int LENGTH = 1 + 8 + 4 + 8 + SequenceNumber.BYTES;

    /** The text for the client. */
    public String seal(Tokens tokens) {
        return tokens.seal(ByteBuffer.allocate(LENGTH)
                .put(KIND)
                .putLong(stream)
                .putInt(shard)
                .putLong(issued.toEpochMilli())
                .put(from.toBytes())
                .array());
    }

    /** The opposite of {@link #seal}; empty when the text is not an iterator of this service. */
    public static Optional<ShardIterator> open(String text, Tokens tokens) {
        return tokens.open(text)
                .filter(payload -> payload.length == LENGTH && payload[0] == KIND)
                .map(payload -> {
                    ByteBuffer in = ByteBuffer.wrap(payload, 1, LENGTH - 1);
                    long stream = in.getLong();
                    int shard = in.getInt();
                    Instant issued = Instant.ofEpochMilli(in.getLong());
                    byte[] from = new byte[SequenceNumber.BYTES];
                    in.get(from);
                    return new ShardIterator(stream, shard, SequenceNumber.fromBytes(from), issued);
                });
    }

    public boolean isExpired(Instant now) {
        return now.isAfter(issued.plus(LIFETIME));
    }
}
