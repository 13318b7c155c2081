package io.millrace.benchmark.stream;

import io.millrace.benchmark.Samples;
import io.millrace.benchmark.Table;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How long a record is on its way from PutRecord to the subscriber of its shard, over HTTP/1.1. */
final class Subscribing {
    private static final String STREAM = "subscribed";
    private static final byte[] BEGUN = ascii("initial-response");
    private static final int PATIENCE_MILLIS = 20_000;

    private final Lab lab;
    private final Pace pace;

    Subscribing(Lab lab, Pace pace) {
        this.lab = lab;
        this.pace = pace;
    }

    /** Puts one record after the other, each when the one before has arrived. */
    void print(PrintStream out) throws IOException {
        lab.createStream(STREAM, 1);
        String arn = lab.call("DescribeStreamSummary", Map.of("StreamName", STREAM))
                .get("StreamDescriptionSummary")
                .get("StreamARN")
                .asText();
        String consumer = lab.call("RegisterStreamConsumer", Map.of("StreamARN", arn, "ConsumerName", "benchmark"))
                .get("Consumer")
                .get("ConsumerARN")
                .asText();
        List<Double> puts = new ArrayList<>();
        List<Double> arrivals = new ArrayList<>();
        try (Subscriber subscriber = new Subscriber(consumer);
                Connection putter = new Connection(lab.toService().endpoint())) {
            long warm = System.nanoTime() + (long) (pace.warmUpSeconds() * 1e9);
            long end = warm + (long) (pace.rounds() * pace.seconds() * 1e9);
            for (int i = 0; System.nanoTime() < end || arrivals.isEmpty(); i++) {
                String key = String.format("record-%09d", i);
                byte[] request = put(key);
                long start = System.nanoTime();
                putter.send(request);
                double put = (System.nanoTime() - start) / 1e6;
                subscriber.await(ascii(key));
                if (start >= warm) {
                    puts.add(put);
                    arrivals.add((System.nanoTime() - start) / 1e6);
                }
            }
        }
        lab.deleteStream(STREAM);
        Table table = new Table(
                "SubscribeToShard, records of 1 KiB one at a time, milliseconds since PutRecord was sent.",
                "records",
                "PutRecord answered: median",
                "p99",
                "record at the subscriber: median",
                "p99");
        Samples put = Samples.of(puts);
        Samples arrival = Samples.of(arrivals);
        table.row(
                Integer.toString(arrivals.size()),
                millis(put.median()),
                millis(put.quantile(0.99)),
                millis(arrival.median()),
                millis(arrival.quantile(0.99)));
        table.print(out);
    }

    private byte[] put(String key) {
        Map<String, Object> members =
                Map.of("StreamName", STREAM, "PartitionKey", key, "Data", new byte[Bodies.RECORD_BYTES]);
        return lab.toService().request("PutRecord", Format.JSON, Bodies.encode(Format.JSON, members), 0);
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A subscription whose bytes are only searched: what they hold is tested elsewhere. */
    private final class Subscriber implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;
        private final byte[] buffer = new byte[64 << 10];

        Subscriber(String consumer) throws IOException {
            URI server = lab.toService().endpoint();
            socket = new Socket(server.getHost(), server.getPort());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = socket.getInputStream();
            Map<String, Object> members = Map.of(
                    "ConsumerARN",
                    consumer,
                    "ShardId",
                    "shardId-000000000000",
                    "StartingPosition",
                    Map.of("Type", "TRIM_HORIZON"));
            socket.getOutputStream()
                    .write(lab.toService()
                            .request("SubscribeToShard", Format.JSON, Bodies.encode(Format.JSON, members), 0));
            await(BEGUN);
        }

        void await(byte[] wanted) throws IOException {
            byte[] seen = {};
            while (Connection.indexOf(seen, wanted, 0, seen.length) < 0) {
                int read = in.read(buffer);
                if (read < 0) {
                    throw new EOFException(
                            "the service ended the subscription: " + new String(seen, StandardCharsets.ISO_8859_1));
                }
                int before = seen.length;
                seen = Arrays.copyOf(seen, before + read);
                System.arraycopy(buffer, 0, seen, before, read);
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
