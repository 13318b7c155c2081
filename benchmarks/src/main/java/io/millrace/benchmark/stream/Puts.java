package io.millrace.benchmark.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.service.log.NewRecord;
import io.millrace.service.log.ShardKey;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Exchanges that put records: through the service, to the bare HTTP stack, and into the storage engine. Each takes one
 * of the given batches after the other.
 */
final class Puts {
    private final Lab lab;
    private final String operation;
    private final Format format;
    private final List<List<NewRecord>> batches;

    private Puts(Lab lab, String operation, Format format, List<List<NewRecord>> batches) {
        this.lab = lab;
        this.operation = operation;
        this.format = format;
        this.batches = batches;
    }

    /** Each exchange puts a batch in one PutRecords; at most 500 records. */
    static Puts many(Lab lab, Format format, int records) {
        return new Puts(lab, "PutRecords", format, Bodies.batches(records));
    }

    /** Each exchange puts one record with PutRecord. */
    static Puts single(Lab lab, Format format) {
        return new Puts(lab, "PutRecord", format, Bodies.batches(1));
    }

    Exchange.Source service(String stream) {
        return to(lab.toService(), stream).in(lab.serviceProcess());
    }

    /** To a server's stream. */
    Exchange.Source to(Signer server, String stream) {
        return http(server, requests(server, stream, 0));
    }

    /** @throws IOException when a server does not take all records of a batch */
    void check(Signer server, String stream) throws IOException {
        try (Connection connection = new Connection(server.endpoint())) {
            connection.send(server.request(operation, format, body(stream).apply(batches.get(0)), 0));
            JsonNode records = format.read(connection.body()).path("Records");
            for (JsonNode one : records) {
                if (one.hasNonNull("ErrorCode")) {
                    throw new IOException(
                            "refuses records: " + one.get("ErrorCode").asText());
                }
            }
        }
    }

    /** The same bodies, and answers as long as the service's. */
    Exchange.Source stack(String stream) throws IOException {
        int answer;
        try (Connection connection = new Connection(lab.toService().endpoint())) {
            answer = connection.send(
                    lab.toService().request(operation, format, body(stream).apply(batches.get(0)), 0));
        }
        return http(lab.toStack(), requests(lab.toStack(), stream, answer)).in(lab.stackProcess());
    }

    Exchange.Source engine() {
        ShardKey shard = lab.engineShard();
        return () -> new Exchange() {
            private int turn;

            @Override
            public long next() {
                List<NewRecord> batch = batches.get(turn++ % batches.size());
                return lab.engine().append(shard, batch).join().size();
            }
        };
    }

    private Function<List<NewRecord>, byte[]> body(String stream) {
        return operation.equals("PutRecord")
                ? batch -> Bodies.putRecord(stream, format, batch.get(0))
                : batch -> Bodies.putRecords(stream, format, batch);
    }

    private List<byte[]> requests(Signer signer, String stream, int answer) {
        List<byte[]> requests = new ArrayList<>();
        for (List<NewRecord> batch : batches) {
            requests.add(signer.request(operation, format, body(stream).apply(batch), answer));
        }
        return requests;
    }

    private Exchange.Source http(Signer signer, List<byte[]> requests) {
        URI server = signer.endpoint();
        return () -> {
            Connection connection = new Connection(server);
            return new Exchange() {
                private int turn;

                @Override
                public long next() throws IOException {
                    int which = turn++ % requests.size();
                    connection.send(requests.get(which));
                    return batches.get(which).size();
                }

                @Override
                public void close() {
                    connection.close();
                }
            };
        };
    }
}
