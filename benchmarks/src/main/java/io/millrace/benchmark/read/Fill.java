package io.millrace.benchmark.read;

import io.millrace.client.OutgoingRecord;
import io.millrace.client.Payload;
import io.millrace.write.BatchWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Random;

/**
 * Puts records with random payloads, one into each shard, round and round. The stream's shards are as it was created with.
 * For one thread.
 */
final class Fill {
    private static final BigInteger HASH_KEYS = BigInteger.ONE.shiftLeft(128);

    private final BatchWriter writer;
    private final int shards;
    private final Shape shape;
    private final Random random = new Random(7);
    private int shard;

    /**
     * What the records are like.
     *
     * @param payload bytes of the payload
     * @param key characters of the partition key, at least 16
     */
    record Shape(int payload, int key) {
        /** With a key of 16 characters. */
        static Shape of(int payload) {
            return new Shape(payload, 16);
        }

        /** What counts against the quotas. */
        int bytes() {
            return payload + key;
        }
    }

    /** @param writer to the stream */
    Fill(BatchWriter writer, int shards, Shape shape) {
        this.writer = writer;
        this.shards = shards;
        this.shape = shape;
    }

    /** Puts this many records; where there are quotas, some have to come again. */
    void put(long records) {
        try {
            for (long i = 0; i < records; i++) {
                writer.put(record(i));
            }
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private OutgoingRecord record(long number) {
        byte[] data = new byte[shape.payload()];
        random.nextBytes(data);
        String key = String.format("%0" + shape.key() + "x", random.nextLong() >>> 4);
        BigInteger hashKey = HASH_KEYS.multiply(BigInteger.valueOf(shard)).divide(BigInteger.valueOf(shards));
        shard = (shard + 1) % shards;
        // The first one of a shard's range may belong to the shard before it, by rounding.
        return new OutgoingRecord(
                number, key, Optional.of(hashKey.add(BigInteger.ONE).toString()), Payload.sharing(data));
    }
}
