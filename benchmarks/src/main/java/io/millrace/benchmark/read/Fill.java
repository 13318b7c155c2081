package io.millrace.benchmark.read;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/**
 * Puts records with random payloads, one into each shard, round and round. The stream's shards are as it was created with.
 * For one thread.
 */
final class Fill {
    private static final int MOST = 500;
    private static final int BATCH_BYTES = 4 << 20;
    private static final BigInteger HASH_KEYS = BigInteger.ONE.shiftLeft(128);

    private final KinesisClient kinesis;
    private final String stream;
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

    Fill(KinesisClient kinesis, String stream, int shards, Shape shape) {
        this.kinesis = kinesis;
        this.stream = stream;
        this.shards = shards;
        this.shape = shape;
    }

    /** Puts this many records. */
    void put(long records) {
        int batch = Math.max(1, Math.min(MOST, BATCH_BYTES / shape.bytes()));
        for (long left = records; left > 0; left -= batch) {
            List<PutRecordsRequestEntry> entries = new ArrayList<>();
            for (int i = 0; i < Math.min(batch, left); i++) {
                entries.add(entry());
            }
            putAll(entries);
        }
    }

    /** Where there are quotas, some records have to come again. */
    private void putAll(List<PutRecordsRequestEntry> entries) {
        List<PutRecordsRequestEntry> left = entries;
        while (!left.isEmpty()) {
            List<PutRecordsRequestEntry> tried = left;
            PutRecordsResponse response =
                    kinesis.putRecords(request -> request.streamName(stream).records(tried));
            left = new ArrayList<>();
            for (int i = 0; i < tried.size(); i++) {
                if (response.records().get(i).errorCode() != null) {
                    left.add(tried.get(i));
                }
            }
            if (!left.isEmpty()) {
                Pause.millis(200);
            }
        }
    }

    private PutRecordsRequestEntry entry() {
        byte[] data = new byte[shape.payload()];
        random.nextBytes(data);
        String key = String.format("%0" + shape.key() + "x", random.nextLong() >>> 4);
        BigInteger hashKey = HASH_KEYS.multiply(BigInteger.valueOf(shard)).divide(BigInteger.valueOf(shards));
        shard = (shard + 1) % shards;
        return PutRecordsRequestEntry.builder()
                .data(SdkBytes.fromByteArrayUnsafe(data))
                .partitionKey(key)
                // The first one of a shard's range may belong to the shard before it, by rounding.
                .explicitHashKey(hashKey.add(BigInteger.ONE).toString())
                .build();
    }
}
