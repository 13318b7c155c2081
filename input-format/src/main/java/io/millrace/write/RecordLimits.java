package io.millrace.write;

import io.millrace.client.OutgoingRecord;
import java.math.BigInteger;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** What the API says of a single record and of one call. Stateless and thread-safe. */
public final class RecordLimits {
    /** The most records of one PutRecords call. */
    public static final int CALL_RECORDS = 500;
    /** The most bytes of one PutRecords call, data and partition keys. */
    public static final int CALL_BYTES = 10 << 20;
    /** The longest partition key, in characters (code points). */
    public static final int KEY_CHARACTERS = 256;
    /** The longest record that every stream takes, its partition key included, in bytes. */
    public static final int DEFAULT_RECORD_BYTES = 1 << 20;
    /** The longest record that a stream can be set up to take. */
    public static final int MOST_RECORD_BYTES = 10 << 20;

    private static final BigInteger HASH_KEYS = BigInteger.ONE.shiftLeft(128);

    private RecordLimits() {}

    /**
     * Why the API would refuse a record for good; empty when it would not.
     *
     * @param maxRecordBytes what the stream takes
     */
    public static Optional<String> problem(OutgoingRecord record, int maxRecordBytes) {
        int characters =
                record.partitionKey().codePointCount(0, record.partitionKey().length());
        if (characters == 0) {
            return Optional.of("its partition key is empty");
        }
        if (characters > KEY_CHARACTERS) {
            return Optional.of(
                    "its partition key has " + characters + " characters, and " + KEY_CHARACTERS + " are allowed");
        }
        if (record.data().size() == 0) {
            return Optional.of("it is empty, and a record has at least one byte");
        }
        if (record.size() > maxRecordBytes) {
            return Optional.of("it has " + record.size() + " bytes with its partition key, and the stream takes "
                    + maxRecordBytes);
        }
        return record.explicitHashKey()
                .filter(text -> !isHashKey(text))
                .map(text -> "its explicit hash key '" + text + "' is not a whole number from 0 to 2^128 - 1");
    }

    /** A partition key for a record that may go to any shard: random, 16 characters long. */
    public static String anyKey() {
        return String.format("%016x", ThreadLocalRandom.current().nextLong());
    }

    private static boolean isHashKey(String text) {
        // At most 39 digits, so that nobody has a long text taken for a number.
        return text.matches("0|[1-9]\\d{0,38}") && new BigInteger(text).compareTo(HASH_KEYS) < 0;
    }
}
