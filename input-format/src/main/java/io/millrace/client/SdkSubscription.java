package io.millrace.client;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.StreamSubscriber.Event;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Subscriber;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.model.InternalFailureException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/**
 * The events of one SubscribeToShard call, pulled one by one: the service sends no more than is asked for, but for what the
 * connection's window holds. The SDK's threads only queue what has happened. {@link #next} is for one thread.
 */
final class SdkSubscription implements StreamSubscriber.Subscription, Subscriber<SubscribeToShardEventStream> {
    private final SdkFailures failures;
    private final Duration silence;
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private volatile CompletableFuture<Void> call;
    private org.reactivestreams.Subscription upstream;
    private long wanted;

    /** What the SDK has told. */
    private sealed interface Signal {
        record Arrived(SubscribeToShardEvent event) implements Signal {}

        record Ended() implements Signal {}

        record Failed(Throwable cause) implements Signal {}
    }

    /**
     * A subscription that has not begun.
     *
     * @param silence the longest time to wait for an event
     */
    SdkSubscription(SdkFailures failures, Duration silence) {
        this.failures = failures;
        this.silence = silence;
    }

    SubscribeToShardResponseHandler handler() {
        return SubscribeToShardResponseHandler.builder()
                .onEventStream(events -> events.subscribe(this))
                .onError(cause -> signals.add(new Signal.Failed(cause)))
                .build();
    }

    /** Takes the call that feeds the handler. */
    void runs(CompletableFuture<Void> feeding) {
        call = feeding;
        CompletableFuture<Void> unused = feeding.whenComplete(
                (done, cause) -> signals.add(cause == null ? new Signal.Ended() : new Signal.Failed(cause)));
    }

    @Override
    public Optional<Event> next() {
        want();
        try {
            Signal signal = signals.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
            if (signal instanceof Signal.Arrived arrived) {
                return Optional.of(event(arrived.event()));
            }
            if (signal instanceof Signal.Ended) {
                return Optional.empty();
            }
            throw signal instanceof Signal.Failed failed
                    ? translate(failed.cause())
                    : new StreamException.Unavailable(
                            "a subscription was silent for " + silence.toSeconds() + " seconds", null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamException.Unavailable("interrupted while waiting for a subscription's event", e);
        }
    }

    private synchronized void want() {
        if (upstream == null) {
            wanted++;
        } else {
            upstream.request(1);
        }
    }

    @Override
    public void onSubscribe(org.reactivestreams.Subscription subscription) {
        long already;
        synchronized (this) {
            upstream = subscription;
            already = wanted;
        }
        if (already > 0) {
            subscription.request(already);
        }
    }

    @Override
    public void onNext(SubscribeToShardEventStream event) {
        if (event instanceof SubscribeToShardEvent arrived) {
            signals.add(new Signal.Arrived(arrived));
        } else {
            want();
        }
    }

    @Override
    public void onError(Throwable cause) {
        signals.add(new Signal.Failed(cause));
    }

    @Override
    public void onComplete() {
        signals.add(new Signal.Ended());
    }

    @Override
    public void close() {
        synchronized (this) {
            if (upstream != null) {
                upstream.cancel();
            }
        }
        call.cancel(true);
    }

    private static Event event(SubscribeToShardEvent event) {
        SdkRecords records = new SdkRecords(event.records());
        return new Event(
                records,
                Optional.ofNullable(event.continuationSequenceNumber()).map(SequenceNumber::of),
                Duration.ofMillis(
                        Optional.ofNullable(event.millisBehindLatest()).orElse(0L)),
                records.volume());
    }

    private StreamException translate(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ResourceInUseException) {
            // Only for seconds: until the older subscription may be taken over, or the consumer is there.
            return new StreamException.Throttled(
                    "the consumer has another subscription to the shard, or is not active yet: " + cause.getMessage(),
                    cause);
        }
        if (cause instanceof SdkException known && !(cause instanceof InternalFailureException)) {
            return failures.translate(known);
        }
        return new StreamException.Unavailable("a subscription was cut: " + cause, cause);
    }
}
