package io.millrace.read;

import io.millrace.checkpoint.Sleeper;
import io.millrace.client.ExpiryWatch;
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

/**
 * Opens the pages of a split, one of which is always fetched ahead. Immutable.
 *
 * @param meter learns of what is read, in the reading thread
 * @param clock tells how old records are; it may be up to an hour off
 */
record SplitPages(KinesisSplit split, Reading reading, ReadCounter.Meter meter, InstantSource clock) {

    /**
     * By GetRecords, within the shard's budget.
     *
     * @param reader closed with the pages
     */
    PageSource polled(StreamReader reader) {
        return ahead(counts -> {
            Function<IteratorStart, ShardPages> walks = walks(reader, counts);
            PolledPages pages = polled(reader, walks, start(split.start()));
            return Skip.of(split)
                    .<PageSource>map(skip -> new SkippingPages(
                            pages, skip, walks, place -> polled(reader, walks, place), reading.batchSize()))
                    .orElse(pages);
        });
    }

    /**
     * By SubscribeToShard, and by GetRecords where that can't be trusted.
     *
     * @param subscriber closed with the pages
     * @param reader closed with the pages
     */
    PageSource subscribed(StreamSubscriber subscriber, StreamReader reader) {
        return ahead(counts -> {
            Function<IteratorStart, ShardPages> walks = walks(reader, counts);
            return new SubscribedPages(
                    new SubscribedPages.Access(subscriber, new Retries(Sleeper.REAL, counts), counts),
                    new SubscribedPages.Polling(
                            new RecordProbe(walks),
                            new ExpiryWatch(clock),
                            place -> polled(reader, walks, place),
                            reader::close),
                    split.shard(),
                    start(split.start()),
                    split.end());
        });
    }

    private PolledPages polled(StreamReader reader, Function<IteratorStart, ShardPages> walks, IteratorStart start) {
        return new PolledPages(
                reader, walks, start, reading.batchSize(), split.end().last());
    }

    /** Walks through the split's shard; they share its budget. */
    private Function<IteratorStart, ShardPages> walks(StreamReader reader, ReadCounter.Meter counts) {
        ShardPages.Access access = new ShardPages.Access(
                reader, new Retries(Sleeper.REAL, counts), new ReadBudget(reading.limits()), counts);
        return place -> ShardPages.watching(access, split.shard(), place, new ExpiryWatch(clock));
    }

    private PageSource ahead(Function<ReadCounter.Meter, PageSource> open) {
        PendingCounts counts = new PendingCounts();
        return new ReadAhead(open.apply(counts), "millrace-read-" + split.shard(), () -> counts.passTo(meter));
    }

    private static IteratorStart start(StartingPosition start) {
        if (start.range().isPresent()) {
            return new IteratorStart.At(start.range().get().first());
        }
        return start instanceof StartingPosition.AtTimestamp at
                ? new IteratorStart.AtTime(at.time())
                : new IteratorStart.TrimHorizon();
    }
}
