package io.millrace.client;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A record on its way into a stream. Immutable.
 *
 * @param number which one it is of its source, 1 for the first: for messages, and to tell which ones are in the stream
 * @param partitionKey decides on the shard, unless there is an explicit hash key; 1 to 256 characters
 * @param explicitHashKey a place in the hash key space, a decimal number from 0 to 2<sup>128</sup> - 1
 * @param data what the record holds
 */
public record OutgoingRecord(long number, String partitionKey, Optional<String> explicitHashKey, Payload data) {
    /** A record whose shard its partition key decides. */
    public static OutgoingRecord of(long number, String partitionKey, byte[] data) {
        return new OutgoingRecord(number, partitionKey, Optional.empty(), Payload.sharing(data));
    }

    /** What it counts against the API's limits: its data and its partition key, in bytes. */
    public long size() {
        return data.size() + (long) partitionKey.getBytes(StandardCharsets.UTF_8).length;
    }
}
