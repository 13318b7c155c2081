package io.millrace.service.subscription;

import io.millrace.service.log.ShardLog.Watch;
import io.millrace.service.wire.Events.Sink;
import io.millrace.service.wire.Reply;
import java.time.Duration;
import java.util.Optional;
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
    private Feed.Part part;
    private RuntimeException trouble;
    private boolean sending;
    private boolean missed;
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
        if (ended) {
            return;
        }
        if (sending) {
            missed = true;
            return;
        }
        missed = false;
        if (expired) {
            close();
            sink.end();
            return;
        }
        if (pauses()) {
            return;
        }
        part = null;
        sending = true;
        sink.send(EVENT, feed.mostBytes(), this::next).whenComplete((done, failure) -> sent(failure));
    }

    /** The next event, if there is one to send. */
    private synchronized Optional<Reply> next() {
        if (ended) {
            return Optional.empty();
        }
        Feed.Part found;
        try {
            found = feed.next();
        } catch (RuntimeException e) {
            trouble = e;
            return Optional.empty();
        }
        if (found.empty() && !pulseDue) {
            return Optional.empty();
        }
        pulseDue = false;
        part = found;
        return Optional.of(found.event());
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

    private synchronized void sent(Throwable failure) {
        sending = false;
        if (ended) {
            return;
        }
        if (trouble != null) {
            close();
            sink.fail(trouble);
        } else if (failure != null) {
            close();
        } else if (part != null && part.last()) {
            close();
            sink.end();
        } else if (expired) {
            step();
        } else if (part != null || missed) {
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
