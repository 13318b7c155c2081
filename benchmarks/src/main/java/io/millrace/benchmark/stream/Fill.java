package io.millrace.benchmark.stream;

import io.millrace.service.log.NewRecord;
import io.millrace.service.log.ShardKey;
import java.io.IOException;
import java.util.List;

/** Fills shards with records before they are read. */
final class Fill {
    private static final int BATCH = 500;
    private static final int WORKERS = 4;

    private Fill() {}

    /** Puts records into a stream's shards, spread by their partition keys; rounds up to whole batches. */
    static void service(Lab lab, String stream, long records) throws IOException {
        Run.count(Puts.many(lab, Format.CBOR, BATCH).service(stream), WORKERS, (records + BATCH - 1) / BATCH);
    }

    /** Appends records to a shard of the engine; rounds up to whole batches. */
    static void engine(Lab lab, ShardKey shard, long records) throws IOException {
        List<NewRecord> batch = Bodies.batches(BATCH).get(0);
        Run.count(() -> () -> lab.engine().append(shard, batch).join().size(), WORKERS, (records + BATCH - 1) / BATCH);
    }
}
