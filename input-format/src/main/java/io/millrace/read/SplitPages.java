package io.millrace.read;

import io.millrace.checkpoint.Sleeper;
import io.millrace.client.ReadBudget;
import io.millrace.client.ReadCounter;
import io.millrace.client.Retries;
import io.millrace.client.ShardPages;
import io.millrace.client.StreamReader;
import io.millrace.client.StreamReader.IteratorStart;
import io.millrace.client.StreamSubscriber;
import io.millrace.config.Reading;
import io.millrace.split.KinesisSplit;
import io.millrace.split.StartingPosition;
import java.time.InstantSource;
import java.util.function.Function;

/** Opens the pages of a split, one of which is always fetched ahead. Stateless. */
final class SplitPages {
    private SplitPages() {}

    /**
     * By GetRecords, within the shard's budget.
     *
     * @param reader closed with the pages
     * @param clock tells how old records are
     */
    static PageSource polled(
            StreamReader reader, KinesisSplit split, Reading reading, ReadCounter.Meter meter, InstantSource clock) {
        return ahead(split, meter, counts -> {
            ShardPages.Access access = new ShardPages.Access(
                    reader, new Retries(Sleeper.REAL, counts), new ReadBudget(reading.limits()), counts);
            return new PolledPages(
                    reader,
                    place -> ShardPages.watching(access, split.shard(), place, clock),
                    start(split.start()),
                    reading.batchSize(),
                    split.end().last());
        });
    }

    /**
     * By SubscribeToShard.
     *
     * @param subscriber closed with the pages
     */
    static PageSource subscribed(StreamSubscriber subscriber, KinesisSplit split, ReadCounter.Meter meter) {
        return ahead(
                split,
                meter,
                counts -> new SubscribedPages(
                        new SubscribedPages.Access(subscriber, new Retries(Sleeper.REAL, counts), counts),
                        split.shard(),
                        start(split.start()),
                        split.end().last()));
    }

    private static PageSource ahead(
            KinesisSplit split, ReadCounter.Meter meter, Function<ReadCounter.Meter, PageSource> open) {
        PendingCounts counts = new PendingCounts();
        return new ReadAhead(open.apply(counts), "millrace-read-" + split.shard(), () -> counts.passTo(meter));
    }

    private static IteratorStart start(StartingPosition start) {
        if (start instanceof StartingPosition.AtSequence at) {
            return new IteratorStart.At(at.first());
        }
        return start instanceof StartingPosition.AtTimestamp at
                ? new IteratorStart.AtTime(at.time())
                : new IteratorStart.TrimHorizon();
    }
}
