package io.millrace.benchmark.stream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Reads a filled shard from its beginning, page by page, and begins again at its end. Used by one thread. */
final class Drain implements Exchange {
    private static final byte[] NEXT = "NextShardIterator".getBytes(StandardCharsets.US_ASCII);
    /** The members before or after the records are shorter than this. */
    private static final int EDGE_BYTES = 1024;

    private final Signer server;
    private final Format format;
    private final String first;
    private final List<Integer> pages;
    private final Connection connection;
    private String iterator;
    private int read;

    /**
     * @param first iterator at the beginning
     * @param pages how many records each page has
     */
    Drain(Signer server, Format format, String first, List<Integer> pages) throws IOException {
        this.server = server;
        this.format = format;
        this.first = first;
        this.pages = List.copyOf(pages);
        this.iterator = first;
        this.connection = new Connection(server.endpoint());
    }

    static byte[] body(Format format, String iterator) {
        return Bodies.encode(format, Map.of("ShardIterator", iterator, "Limit", Gets.PAGE));
    }

    @Override
    public long next() throws IOException {
        connection.send(server.request("GetRecords", format, body(format, iterator), 0));
        int records = pages.get(read % pages.size());
        read++;
        iterator = read % pages.size() == 0 ? first : nextIterator();
        return records;
    }

    @Override
    public void close() {
        connection.close();
    }

    /** Found by its name: parsing ten mebibytes would cost the client more than the service spends on them. */
    private String nextIterator() throws IOException {
        byte[] edge = connection.bodyTail(EDGE_BYTES);
        int name = Connection.indexOf(edge, NEXT, 0, edge.length);
        if (name < 0) {
            edge = connection.bodyHead(EDGE_BYTES);
            name = Connection.indexOf(edge, NEXT, 0, edge.length);
        }
        if (name < 0) {
            throw new IOException("an answer of GetRecords has no NextShardIterator at its beginning or end");
        }
        int value = name + NEXT.length;
        if (format == Format.JSON) {
            int start = value + "\":\"".length();
            int end = Connection.indexOf(edge, new byte[] {'"'}, start, edge.length);
            return new String(edge, start, end - start, StandardCharsets.US_ASCII);
        }
        return format.mapper.readValue(edge, value, edge.length - value, String.class);
    }
}
