package io.millrace.read;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.ShardId;
import io.millrace.client.ReadCounter;
import io.millrace.client.Retries;
import io.millrace.client.StreamException;
import io.millrace.client.StreamReader.IteratorStart;
import io.millrace.client.StreamReader.StoredRecord;
import io.millrace.client.StreamSubscriber;
import io.millrace.client.StreamSubscriber.Event;
import io.millrace.client.StreamSubscriber.Subscription;
import java.util.List;
import java.util.Optional;

/**
 * The pages of a split by SubscribeToShard. A subscription ends every few minutes, or is cut or taken over by another reader
 * of the same consumer; the next one goes on after the last event, so that no record comes twice or is left out.
 */
final class SubscribedPages implements PageSource {
    private final Access access;
    private final ShardId shard;
    private final SequenceNumber last;
    private IteratorStart resume;
    private Optional<Subscription> subscription = Optional.empty();
    private Optional<SequenceNumber> reached = Optional.empty();
    private int emptyAtTip;
    private boolean shardEnded;

    /** How a shard is reached: the API, and what guards its use. */
    record Access(StreamSubscriber subscriber, Retries retries, ReadCounter.Meter meter) {}

    /**
     * Pages from the split's start on.
     *
     * @param access its subscriber is closed by {@link #close}
     * @param last where the split ends, inclusive
     */
    SubscribedPages(Access access, ShardId shard, IteratorStart start, SequenceNumber last) {
        this.access = access;
        this.shard = shard;
        this.resume = start;
        this.last = last;
    }

    @Override
    public List<StoredRecord> next() {
        List<StoredRecord> page = List.of();
        while (page.isEmpty() && !isOver()) {
            page = take(access.retries().call(this::event));
        }
        if (isOver()) {
            drop();
        }
        return page;
    }

    private boolean isOver() {
        return shardEnded
                || emptyAtTip == PolledPages.EMPTY_AT_TIP
                || reached.filter(number -> number.compareTo(last) >= 0).isPresent();
    }

    private List<StoredRecord> take(Event event) {
        List<StoredRecord> fresh = event.records().stream()
                .filter(record -> reached.isEmpty() || record.sequenceNumber().isAfter(reached.get()))
                .toList();
        access.meter()
                .add(
                        ReadCounter.BYTES,
                        fresh.stream().mapToLong(record -> record.data().size()).sum());
        if (fresh.isEmpty()) {
            access.meter().add(ReadCounter.EMPTY_PAGES, 1);
        } else {
            reached = Optional.of(fresh.get(fresh.size() - 1).sequenceNumber());
        }
        emptyAtTip = fresh.isEmpty() && event.behind().isZero() ? emptyAtTip + 1 : 0;
        shardEnded = event.next().isEmpty();
        event.next().ifPresent(number -> resume = new IteratorStart.After(number));
        return fresh;
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
    public void close() {
        access.subscriber().close();
    }
}
