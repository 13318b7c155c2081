package io.millrace.read;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.ShardId;
import io.millrace.client.Payload;
import java.time.Instant;

/**
 * One record as its producer put it: aggregated records are already taken apart.
 *
 * @param shard the shard that holds it
 * @param partitionKey its partition key
 * @param sequenceNumber of the stored record; the parts of an aggregated one share it
 * @param subSequenceNumber place within an aggregated record, from 0 on; 0 for any other record
 * @param arrival approximate arrival time of the stored record
 * @param payload its bytes
 */
public record KinesisRecord(
        ShardId shard,
        String partitionKey,
        SequenceNumber sequenceNumber,
        long subSequenceNumber,
        Instant arrival,
        Payload payload) {}
