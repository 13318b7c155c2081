package io.millrace.read;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.ShardId;
import io.millrace.client.Payload;
import java.time.Instant;

/**
 * One record as its producer made it: aggregated records are taken apart, payloads decompressed and split.
 *
 * @param shard the shard that holds it
 * @param partitionKey its partition key; empty when its producer gave none
 * @param sequenceNumber of the stored record; all that it holds share it
 * @param subSequenceNumber place among all records of the stored record, from 0 on
 * @param arrival approximate arrival time of the stored record
 * @param payload its bytes
 * @param readable whether the payload is what it should be; otherwise it is as it was found
 */
public record KinesisRecord(
        ShardId shard,
        String partitionKey,
        SequenceNumber sequenceNumber,
        long subSequenceNumber,
        Instant arrival,
        Payload payload,
        boolean readable) {

    KinesisRecord unreadable() {
        return new KinesisRecord(shard, partitionKey, sequenceNumber, subSequenceNumber, arrival, payload, false);
    }
}
