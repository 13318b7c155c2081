package io.millrace.benchmark.stream;

import io.millrace.service.log.ReadPage;
import io.millrace.service.log.SequenceNumber;
import io.millrace.service.log.ShardKey;
import java.io.IOException;
import java.util.Collections;

/**
 * Exchanges that read a filled shard from its beginning, page by page, and begin again at its end: through the service,
 * from the bare HTTP stack, and out of the storage engine.
 */
final class Gets {
    /** Most records of a page. */
    static final int PAGE = 10_000;

    private static final long PAGE_BYTES = 10L << 20;

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
                () -> new Drain(lab.toService(), format, lab.iterator(stream, shard), Collections.nCopies(pages, page));
        return source.in(lab.serviceProcess());
    }

    /** The same requests, and answers as long as the service's. */
    Exchange.Source stack(String stream, int shard) throws IOException {
        int answer;
        String iterator = lab.iterator(stream, shard);
        try (Connection connection = new Connection(lab.toService().endpoint())) {
            answer = connection.send(lab.toService().request("GetRecords", format, Drain.body(format, iterator), 0));
        }
        Exchange.Source source = () -> {
            Connection connection = new Connection(lab.toStack().endpoint());
            return new Exchange() {
                @Override
                public long next() throws IOException {
                    connection.send(lab.toStack().request("GetRecords", format, Drain.body(format, iterator), answer));
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
}
