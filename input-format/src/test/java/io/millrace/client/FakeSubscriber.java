package io.millrace.client;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.ShardId;
import io.millrace.client.StreamReader.IteratorStart;
import io.millrace.client.StreamReader.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Subscriptions that go as a test has written them down, one after the other. Thread-safe. */
public final class FakeSubscriber implements StreamSubscriber {
    private final Deque<Deque<Step>> scripts = new ArrayDeque<>();
    private final List<IteratorStart> starts = new ArrayList<>();
    private int open;

    private sealed interface Step {
        record Sends(Event event) implements Step {}

        record Fails(StreamException failure) implements Step {}
    }

    /** The next subscription; what follows is what happens in it, and then it ends. */
    public synchronized FakeSubscriber subscription() {
        scripts.add(new ArrayDeque<>());
        return this;
    }

    /** An event at the tip; without numbers an empty one. */
    public synchronized FakeSubscriber sends(long continuation, long... numbers) {
        return step(new Step.Sends(event(Optional.of(number(continuation)), numbers)));
    }

    /** The last event of a closed shard. */
    public synchronized FakeSubscriber sendsLast(long... numbers) {
        return step(new Step.Sends(event(Optional.empty(), numbers)));
    }

    public synchronized FakeSubscriber fails(StreamException failure) {
        return step(new Step.Fails(failure));
    }

    /** Where subscriptions were begun. */
    public synchronized List<IteratorStart> starts() {
        return List.copyOf(starts);
    }

    /** How many subscriptions have not been ended by the reader. */
    public synchronized int open() {
        return open;
    }

    @Override
    public synchronized Subscription subscribe(ShardId shard, IteratorStart start) {
        starts.add(start);
        Deque<Step> script = scripts.isEmpty() ? new ArrayDeque<>() : scripts.poll();
        open++;
        return new Subscription() {
            @Override
            public Optional<Event> next() {
                Step step = script.poll();
                if (step instanceof Step.Fails fails) {
                    throw fails.failure();
                }
                return Optional.ofNullable((Step.Sends) step).map(Step.Sends::event);
            }

            @Override
            public void close() {
                synchronized (FakeSubscriber.this) {
                    open--;
                }
            }
        };
    }

    @Override
    public void close() {}

    private FakeSubscriber step(Step step) {
        scripts.getLast().add(step);
        return this;
    }

    private static Event event(Optional<SequenceNumber> continuation, long... numbers) {
        List<StoredRecord> records = new ArrayList<>();
        for (long number : numbers) {
            records.add(new StoredRecord(
                    number(number),
                    "record " + number,
                    Instant.EPOCH,
                    Payload.sharing(Long.toString(number).getBytes(StandardCharsets.UTF_8))));
        }
        return new Event(records, continuation, Duration.ZERO);
    }

    private static SequenceNumber number(long value) {
        return SequenceNumber.of(Long.toString(value));
    }
}
