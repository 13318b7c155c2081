package io.millrace.launcher.iterations;

import io.millrace.checkpoint.ShardId;
import io.millrace.checkpoint.Sleeper;
import io.millrace.client.ReadCounter;
import io.millrace.client.Retries;
import io.millrace.client.StreamReader;
import io.millrace.client.StreamReader.IteratorStart;
import io.millrace.client.StreamReader.RecordPage;
import io.millrace.client.StreamReader.StoredRecord;
import java.util.Optional;
import java.util.function.Predicate;

/** Goes through the records of one shard, for commands that only look. Thread-safe. */
final class ShardWalk {
    private static final int PAGE = 10_000;

    private final StreamReader stream;
    private final Retries retries = new Retries(Sleeper.REAL, ReadCounter.Meter.NONE);

    ShardWalk(StreamReader stream) {
        this.stream = stream;
    }

    /**
     * Visits record after record until the visitor has seen enough or the shard has no more.
     *
     * @param more whether to go on after a record
     */
    void visit(ShardId shard, IteratorStart start, Predicate<StoredRecord> more) {
        Optional<String> iterator = Optional.of(retries.call(() -> stream.iterator(shard, start)));
        while (iterator.isPresent()) {
            String from = iterator.get();
            RecordPage page = retries.call(() -> stream.records(from, PAGE));
            for (StoredRecord record : page.records()) {
                if (!more.test(record)) {
                    return;
                }
            }
            // An empty page means nothing, unless it says that it reaches the tip.
            iterator = page.behind().isZero() ? Optional.empty() : page.next();
        }
    }

    /** The first record from a position on. */
    Optional<StoredRecord> first(ShardId shard, IteratorStart start) {
        StoredRecord[] found = new StoredRecord[1];
        visit(shard, start, record -> {
            found[0] = record;
            return false;
        });
        return Optional.ofNullable(found[0]);
    }
}
