package io.millrace.read;

import io.millrace.checkpoint.ShardId;
import io.millrace.client.ExpiryWatch;
import io.millrace.client.Fresh;
import io.millrace.client.ReadCounter;
import io.millrace.client.Retries;
import io.millrace.client.StreamException;
import io.millrace.client.StreamReader.IteratorStart;
import io.millrace.client.StreamReader.StoredRecord;
import io.millrace.client.StreamSubscriber;
import io.millrace.client.StreamSubscriber.Event;
import io.millrace.client.StreamSubscriber.Subscription;
import io.millrace.split.KinesisSplit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The pages of a split by SubscribeToShard. A subscription ends every few minutes, or is cut or taken over by another reader
 * of the same consumer; the next one goes on after the last event, so that no record comes twice or is left out.
 *
 * <p>A subscription is believed when it brings records, never when it says that there are none. One that is past the split's
 * end without having brought it, stays at the tip before it, or ends with the shard before it is given up: the rest is
 * polled, and that decides whether the rest has expired. Nor does an event tell that the shard's horizon has overtaken the
 * subscription; so once the last record read is old enough to expire, it is looked for after each event. If it is still
 * there, nothing after it had expired when the event was sent.
 */
final class SubscribedPages implements PageSource {
    private final Access access;
    private final Polling polling;
    private final ShardId shard;
    private final KinesisSplit.End end;
    private IteratorStart resume;
    private IteratorStart afterReached;
    private Optional<Subscription> subscription = Optional.empty();
    private Optional<StoredRecord> reached = Optional.empty();
    private Optional<PageSource> rest = Optional.empty();
    private int emptyAtTip;
    private boolean shardEnded;
    private boolean pastEnd;
    private boolean overtaken;

    /** How a shard is reached: the API, and what guards its use. */
    record Access(StreamSubscriber subscriber, Retries retries, ReadCounter.Meter meter) {}

    /**
     * What GetRecords is needed for.
     *
     * @param from opens the pages of the split from a place on; what they are read with is closed by {@link #close}
     */
    record Polling(RecordProbe probe, ExpiryWatch watch, Function<IteratorStart, PageSource> from, Runnable close) {}

    /**
     * Pages from the split's start on.
     *
     * @param access its subscriber is closed by {@link #close}
     * @param end where the split ends
     */
    SubscribedPages(Access access, Polling polling, ShardId shard, IteratorStart start, KinesisSplit.End end) {
        this.access = access;
        this.polling = polling;
        this.shard = shard;
        this.resume = start;
        this.afterReached = start;
        this.end = end;
    }

    @Override
    public List<StoredRecord> next() {
        if (rest.isPresent()) {
            return polled(rest.get());
        }
        overtaken = false;
        if (hasAll()) {
            return List.of();
        }
        Optional<StoredRecord> before = reached;
        List<StoredRecord> page = List.of();
        while (page.isEmpty() && !isOver()) {
            page = take(access.retries().call(this::event));
        }
        if (isOver()) {
            drop();
        }
        if (page.isEmpty() && isDoubtful()) {
            rest = Optional.of(polling.from().apply(afterReached));
            page = polled(rest.get());
        }
        // Also of the polled rest only this class knows what came before its first page.
        overtaken |= before.filter(this::isGone).isPresent();
        return page;
    }

    private List<StoredRecord> polled(PageSource pages) {
        List<StoredRecord> page = pages.next();
        overtaken = pages.isOvertaken();
        return page;
    }

    private boolean isOver() {
        return hasAll() || hasEnded() || isDoubtful();
    }

    private boolean hasAll() {
        return reached.filter(record -> record.sequenceNumber().compareTo(end.last()) >= 0)
                .isPresent();
    }

    /** Whether the subscription has told the end of a shard that was closed when the split was planned. */
    private boolean hasEnded() {
        return shardEnded && !end.pinned();
    }

    /** Whether the subscription says that the split's end is not there. */
    private boolean isDoubtful() {
        return !hasEnded() && (pastEnd || emptyAtTip == RecordProbe.EMPTY_AT_TIP);
    }

    private List<StoredRecord> take(Event event) {
        List<StoredRecord> fresh = Fresh.of(event.records(), reached.map(StoredRecord::sequenceNumber));
        access.meter().add(ReadCounter.BYTES, event.volume().payload());
        if (fresh.isEmpty()) {
            access.meter().add(ReadCounter.EMPTY_PAGES, 1);
        } else {
            StoredRecord newest = fresh.get(fresh.size() - 1);
            reached = Optional.of(newest);
            afterReached = new IteratorStart.After(newest.sequenceNumber());
        }
        emptyAtTip = fresh.isEmpty() && event.behind().isZero() ? emptyAtTip + 1 : 0;
        shardEnded = event.next().isEmpty();
        pastEnd =
                event.next().filter(number -> number.compareTo(end.last()) < 0).isEmpty();
        event.next().ifPresent(number -> resume = new IteratorStart.After(number));
        return fresh;
    }

    private boolean isGone(StoredRecord record) {
        return polling.watch().mayExpire(record)
                && polling.probe().look(record.sequenceNumber()) != RecordProbe.Finding.THERE;
    }

    /** The next event, of another subscription if need be. */
    private Event event() {
        try {
            if (subscription.isPresent()) {
                Optional<Event> event = subscription.get().next();
                if (event.isPresent()) {
                    return event.get();
                }
                // It has lasted as long as it may, which is no failure.
                drop();
            }
            access.meter().add(ReadCounter.CALLS, 1);
            subscription = Optional.of(access.subscriber().subscribe(shard, resume));
            return subscription
                    .get()
                    .next()
                    .orElseThrow(() -> new StreamException.Unavailable(
                            "a subscription to shard " + shard + " ended before its first event", null));
        } catch (StreamException e) {
            drop();
            throw e;
        }
    }

    private void drop() {
        subscription.ifPresent(Subscription::close);
        subscription = Optional.empty();
    }

    @Override
    public boolean isOvertaken() {
        return overtaken;
    }

    @Override
    public void close() {
        access.subscriber().close();
        polling.close().run();
    }
}
