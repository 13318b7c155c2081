package io.millrace.benchmark.stream;

import io.millrace.service.log.ReadPage;
import io.millrace.service.log.SequenceNumber;
import io.millrace.service.log.ShardKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Exchanges that read a filled shard from its beginning, page by page, and begin again at its end: through the service,
 * from the bare HTTP stack, and out of the storage engine.
 */
final class Gets {
    private static final int PAGE = 10_000;
    private static final long PAGE_BYTES = 10L << 20;
    private static final byte[] NEXT = "NextShardIterator".getBytes(StandardCharsets.US_ASCII);
    /** The members after the records are shorter than this. */
    private static final int TAIL_BYTES = 1024;

    private final Lab lab;
    private final Format format;
    private final int page;
    private final int pages;

    /** @param records how many the shard holds; at least 1 */
    Gets(Lab lab, Format format, int records) {
        this.lab = lab;
        this.format = format;
        this.page = Math.min(PAGE, records);
        this.pages = records / page;
    }

    Exchange.Source service(String stream, int shard) {
        Exchange.Source source =
                () -> new Drain(new Connection(lab.toService().endpoint()), lab.iterator(stream, shard));
        return source.in(lab.serviceProcess());
    }

    /** The same requests, and answers as long as the service's. */
    Exchange.Source stack(String stream, int shard) throws IOException {
        int answer;
        String iterator = lab.iterator(stream, shard);
        try (Connection connection = new Connection(lab.toService().endpoint())) {
            answer = connection.send(lab.toService().request("GetRecords", format, body(iterator), 0));
        }
        Exchange.Source source = () -> {
            Connection connection = new Connection(lab.toStack().endpoint());
            return new Exchange() {
                @Override
                public long next() throws IOException {
                    connection.send(lab.toStack().request("GetRecords", format, body(iterator), answer));
                    return page;
                }

                @Override
                public void close() {
                    connection.close();
                }
            };
        };
        return source.in(lab.stackProcess());
    }

    /** @param shard an engine's shard with at least as many records */
    Exchange.Source engine(ShardKey shard) {
        return () -> new Exchange() {
            private SequenceNumber from = SequenceNumber.atCounter(1, 0);
            private int read;

            @Override
            public long next() {
                ReadPage found = lab.engine().read(shard, from, 0, page, PAGE_BYTES);
                read++;
                from = read % pages == 0 ? SequenceNumber.atCounter(1, 0) : found.next();
                return found.records().size();
            }
        };
    }

    private byte[] body(String iterator) {
        return Bodies.encode(format, Map.of("ShardIterator", iterator, "Limit", page));
    }

    private final class Drain implements Exchange {
        private final Connection connection;
        private final String first;
        private String iterator;
        private int read;

        Drain(Connection connection, String first) {
            this.connection = connection;
            this.first = first;
            this.iterator = first;
        }

        @Override
        public long next() throws IOException {
            connection.send(lab.toService().request("GetRecords", format, body(iterator), 0));
            read++;
            iterator = read % pages == 0 ? first : nextIterator(connection.bodyTail(TAIL_BYTES));
            return page;
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    /** Found by its name: parsing ten mebibytes would cost the client more than the service spends on them. */
    private String nextIterator(byte[] tail) throws IOException {
        int name = Connection.indexOf(tail, NEXT, 0, tail.length);
        if (name < 0) {
            throw new IOException("an answer of GetRecords has no NextShardIterator at its end");
        }
        int value = name + NEXT.length;
        if (format == Format.JSON) {
            int start = value + "\":\"".length();
            int end = Connection.indexOf(tail, new byte[] {'"'}, start, tail.length);
            return new String(tail, start, end - start, StandardCharsets.US_ASCII);
        }
        return format.mapper.readValue(tail, value, tail.length - value, String.class);
    }
}
