package io.millrace.benchmark.stream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Exchanges that read the first page of one shard after the other, round and round. */
final class ShardRounds {
    private static final int PAGE = 100;

    private ShardRounds() {}

    /** A request and how many records its answer holds. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Page(byte[] request, int records) {}

    static Exchange.Source over(Lab lab, String stream, int shards) throws IOException {
        List<Page> pages = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            Map<String, Object> members = Map.of("ShardIterator", lab.iterator(stream, shard), "Limit", PAGE);
            int records = lab.call("GetRecords", members).get("Records").size();
            byte[] body = Bodies.encode(Format.CBOR, members);
            pages.add(new Page(lab.toService().request("GetRecords", Format.CBOR, body, 0), records));
        }
        return () -> {
            Connection connection = new Connection(lab.toService().endpoint());
            return new Exchange() {
                private int turn;

                @Override
                public long next() throws IOException {
                    Page page = pages.get(turn++ % pages.size());
                    connection.send(page.request());
                    return page.records();
                }

                @Override
                public void close() {
                    connection.close();
                }
            };
        };
    }
}
