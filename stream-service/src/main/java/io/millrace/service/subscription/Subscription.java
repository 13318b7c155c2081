package io.millrace.service.subscription;

import io.millrace.service.log.ShardLog.Watch;
import io.millrace.service.wire.Events.Sink;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One client's subscription to one shard: sends each part as soon as it is there and the one before has gone out, an
 * empty one now and then so that the client knows how far it is, and ends after some minutes, with the shard, or with
 * the client. Thread-safe.
 */
final class Subscription {
    static final String EVENT = "SubscribeToShardEvent";

    private final Feed feed;
    private final Sink sink;
    private final ScheduledExecutorService threads;
    private final Runnable onEnd;
    private Watch watch;
    private Future<?> pulse;
    private Future<?> expiry;
    private boolean sending;
    private boolean pulseDue = true;
    private boolean expired;
    private Future<?> pause;
    private boolean ended;

    Subscription(Feed feed, Sink sink, ScheduledExecutorService threads, Runnable onEnd) {
        this.feed = feed;
        this.sink = sink;
        this.threads = threads;
        this.onEnd = onEnd;
    }

    /**
     * Begins to send, on the executor's threads.
     *
     * @param gap the longest time without an event
     * @param lifetime after which it ends
     */
    synchronized void start(Duration gap, Duration lifetime) {
        watch = feed.watch(this::wake);
        long millis = gap.toMillis();
        pulse = threads.scheduleWithFixedDelay(this::pulse, 0, millis, TimeUnit.MILLISECONDS);
        expiry = threads.schedule(this::expire, lifetime.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void wake() {
        threads.execute(this::step);
    }

    private synchronized void pulse() {
        pulseDue = true;
        step();
    }

    /** Ends it as soon as nothing is on its way. */
    synchronized void expire() {
        expired = true;
        step();
    }

    private synchronized void step() {
        if (ended || sending) {
            return;
        }
        if (expired) {
            close();
            sink.end();
            return;
        }
        if (pauses()) {
            return;
        }
        Feed.Part part;
        try {
            part = feed.next();
        } catch (RuntimeException e) {
            close();
            sink.fail(e);
            return;
        }
        if (part.empty() && !pulseDue) {
            return;
        }
        pulseDue = false;
        sending = true;
        sink.send(EVENT, part.event()).whenComplete((done, failure) -> sent(part, failure));
    }

    /** Whether the consumer has had so much that it must wait; what waits then is sent later. */
    private boolean pauses() {
        long millis = feed.pauseMillis();
        if (millis > 0 && pause == null) {
            pause = threads.schedule(this::goOn, millis, TimeUnit.MILLISECONDS);
        }
        return millis > 0;
    }

    private synchronized void goOn() {
        pause = null;
        step();
    }

    private synchronized void sent(Feed.Part part, Throwable failure) {
        sending = false;
        if (ended) {
            return;
        }
        if (failure != null) {
            close();
        } else if (part.last()) {
            close();
            sink.end();
        } else if (expired) {
            step();
        } else {
            wake();
        }
    }

    /** Ends it without a word: the client has gone. */
    synchronized void close() {
        if (!ended) {
            ended = true;
            watch.close();
            pulse.cancel(false);
            expiry.cancel(false);
            onEnd.run();
        }
    }
}
