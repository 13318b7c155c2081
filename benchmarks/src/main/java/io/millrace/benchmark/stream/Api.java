package io.millrace.benchmark.stream;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;

/** Calls single operations of a server of the Kinesis API, and reads what it answers. Thread-safe. */
record Api(Signer server) {
    /** @throws IOException when the answer is an error; the message holds it */
    JsonNode call(String operation, Map<String, ?> members) throws IOException {
        return call(operation, Format.JSON, members);
    }

    JsonNode call(String operation, Format format, Map<String, ?> members) throws IOException {
        try (Connection connection = new Connection(server.endpoint())) {
            connection.send(server.request(operation, format, Bodies.encode(format, members), 0));
            return format.read(connection.body());
        }
    }

    void createStream(String name, int shards) throws IOException {
        call("CreateStream", Map.of("StreamName", name, "ShardCount", shards));
    }

    /** Deletes a stream with all its records. */
    void deleteStream(String name) throws IOException {
        call("DeleteStream", Map.of("StreamName", name, "EnforceConsumerDeletion", true));
    }

    /** An iterator at the beginning of a shard. */
    String iterator(String stream, int shard) throws IOException {
        return call(
                        "GetShardIterator",
                        Map.of(
                                "StreamName",
                                stream,
                                "ShardId",
                                String.format("shardId-%012d", shard),
                                "ShardIteratorType",
                                "TRIM_HORIZON"))
                .get("ShardIterator")
                .asText();
    }
}
