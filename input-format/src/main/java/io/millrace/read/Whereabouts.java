package io.millrace.read;

import io.millrace.client.ReadCounter;
import io.millrace.client.StreamReader.StoredRecord;
import io.millrace.config.KinesisOptions;
import io.millrace.filter.HashKeys;
import io.millrace.split.KinesisSplit;
import io.millrace.split.KinesisSplit.Keys.Use;
import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Looks whether records lie in the shard that their hash keys say. For one thread.
 *
 * <p>Two things hang on that. The Kinesis Producer Library aggregates records for the shard that it expects them in. When
 * the stream was resharded meanwhile and a record comes to lie in a shard that does not have its hash key, the library
 * puts it once more, so it must not be read here (the Kinesis Client Library drops it as well). And a query that reads only
 * the shards of some partition keys finds nothing wrong when its records lie elsewhere.
 */
final class Whereabouts {
    /**
     * The partition key of all that the Kinesis Producer Library aggregates, and the only trace of it: other producers of
     * the same format do not look where their records have come to lie, and do not put them again.
     */
    private static final String PRODUCER_LIBRARY = "a";

    /** A hash key is at most 2^128 - 1. */
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,39}");

    private final KinesisSplit split;
    private final ReadCounter.Meter meter;

    Whereabouts(KinesisSplit split, ReadCounter.Meter meter) {
        this.split = split;
        this.meter = meter;
    }

    /**
     * The parts of an aggregate that are records of the shard.
     *
     * @throws MisplacedRecordException when one lies here against what was relied on
     */
    List<Aggregates.Part> of(StoredRecord aggregate, List<Aggregates.Part> parts) {
        if (split.keys().isEmpty()) {
            return parts;
        }
        KinesisSplit.Keys keys = split.keys().get();
        List<Aggregates.Part> own = parts;
        if (isOfProducerLibrary(aggregate, parts)) {
            own = parts.stream()
                    .filter(part -> keys.range().contain(hash(part)))
                    .toList();
            if (own.size() < parts.size()) {
                meter.add(ReadCounter.PUT_AGAIN, parts.size() - own.size());
            }
        }
        if (keys.use() == Use.RELIED_ON) {
            own.forEach(part -> check(aggregate, part.partitionKey(), keys.range()));
        }
        return own;
    }

    /**
     * Looks at a record that is none.
     *
     * @throws MisplacedRecordException when it lies here against what was relied on
     */
    void check(StoredRecord record) {
        split.keys()
                .filter(keys -> keys.use() == Use.RELIED_ON)
                .ifPresent(keys -> check(record, record.partitionKey(), keys.range()));
    }

    private void check(StoredRecord stored, String partitionKey, HashKeys range) {
        if (partitionKey.isEmpty()) {
            throw misplaced(stored, "no partition key: the stream distributed it itself");
        }
        BigInteger hash = HashKeys.hash(partitionKey);
        if (!range.contain(hash)) {
            throw misplaced(
                    stored,
                    "the partition key '" + partitionKey + "', whose hash " + hash
                            + " is not among the shard's hash keys, "
                            + range.lowest() + " to " + range.highest()
                            + ": its producer named a hash key of its own or"
                            + " aggregated it with others, or the stream distributed it itself");
        }
    }

    private MisplacedRecordException misplaced(StoredRecord stored, String why) {
        return new MisplacedRecordException("the record with sequence number " + stored.sequenceNumber() + " in "
                + split.shard() + " of stream " + split.streamName() + " has " + why
                + ". So reading only the shards of a partition key may miss records; set "
                + KinesisOptions.PUSHDOWN_PARTITION_KEY + "=false to read them all");
    }

    private static boolean isOfProducerLibrary(StoredRecord aggregate, List<Aggregates.Part> parts) {
        // Elsewhere the key is the first record's, which may be "a" too.
        return aggregate.partitionKey().equals(PRODUCER_LIBRARY)
                && !parts.isEmpty()
                && !parts.get(0).partitionKey().equals(PRODUCER_LIBRARY);
    }

    private static BigInteger hash(Aggregates.Part part) {
        return part.explicitHashKey()
                .filter(text -> DIGITS.matcher(text).matches())
                .map(BigInteger::new)
                .orElseGet(() -> HashKeys.hash(part.partitionKey()));
    }
}
