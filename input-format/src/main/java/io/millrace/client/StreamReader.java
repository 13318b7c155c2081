package io.millrace.client;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.Shard;
import io.millrace.checkpoint.ShardId;
import io.millrace.checkpoint.StreamIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the connector asks of the Kinesis API, for one stream (a port). Each method is one call; failures are a
 * {@link StreamException}. Implementations are thread-safe.
 */
public interface StreamReader extends AutoCloseable {
    /** What the stream is now. */
    Description describe();

    /**
     * One page of the list of all shards.
     *
     * @param token of the page before; empty for the first page
     */
    ShardPage shards(Optional<String> token);

    /**
     * An iterator that stands in a shard for five minutes.
     *
     * @return the token to read with
     */
    String iterator(ShardId shard, IteratorStart start);

    /**
     * Records from an iterator on. An empty page means nothing.
     *
     * @param limit the most records wanted, 1 to 10,000
     */
    RecordPage records(String iterator, int limit);

    @Override
    void close();

    /**
     * A stream as it is now.
     *
     * @param retention how long it keeps records
     * @param placedByKey whether what is put now lies in the shard that its partition key or its explicit hash key says;
     *     otherwise the stream distributes its records itself, in whatever way
     *     (<a href="https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateStreamRecordDistributionStrategy.html">
     *     record distribution strategy</a> AUTO)
     */
    record Description(StreamIdentity identity, Duration retention, boolean placedByKey) {}

    /** Some of a stream's shards; there are more while a token is given. */
    record ShardPage(List<Shard> shards, Optional<String> nextToken) {}

    /**
     * Some of a shard's records, in order.
     *
     * @param next iterator to go on with; empty when the shard is closed and nothing follows
     * @param behind how far the page's end is from the shard's tip; zero: there was nothing more
     * @param volume of the records, which may only be made when they are asked for
     */
    record RecordPage(List<StoredRecord> records, Optional<String> next, Duration behind, Volume volume) {
        /** Of records that are there. */
        public RecordPage(List<StoredRecord> records, Optional<String> next, Duration behind) {
            this(records, next, behind, Volume.of(records));
        }
    }

    /**
     * A record as the stream holds it; it may be an aggregate of several.
     *
     * @param partitionKey empty when its producer gave none, which a stream allows that distributes its records itself
     */
    record StoredRecord(SequenceNumber sequenceNumber, String partitionKey, Instant arrival, Payload data) {}

    /** Where an iterator begins. */
    sealed interface IteratorStart {
        /** With the oldest retained record. */
        record TrimHorizon() implements IteratorStart {}

        /** With the record of this number, or the next one that is retained. */
        record At(SequenceNumber number) implements IteratorStart {}

        /** After the record of this number. */
        record After(SequenceNumber number) implements IteratorStart {}

        /** With the first record that arrived at or after this time. */
        record AtTime(Instant time) implements IteratorStart {}
    }
}
