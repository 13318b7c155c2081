package io.millrace.service.subscription;

import io.millrace.service.wire.Events;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Supplier;

/** All subscriptions that are going on, one for each consumer and shard. Thread-safe. */
public final class Subscriptions implements AutoCloseable {
    /** How long a subscription lasts, and for how long nobody can take it over, as on AWS. */
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private static final Duration GUARDED = Duration.ofSeconds(5);
    private static final Duration PULSE = Duration.ofSeconds(5);
    private static final int THREADS = 4;

    private final Map<Object, Slot> active = new ConcurrentHashMap<>();
    private final Object taking = new Object();
    private final ScheduledThreadPoolExecutor threads;
    private final Duration lifetime;
    private final Duration guarded;

    public Subscriptions() {
        this(LIFETIME, GUARDED);
    }

    Subscriptions(Duration lifetime, Duration guarded) {
        this.lifetime = lifetime;
        this.guarded = guarded;
        this.threads = new ScheduledThreadPoolExecutor(THREADS, run -> {
            Thread thread = new Thread(run, "subscriptions");
            thread.setDaemon(true);
            return thread;
        });
        threads.setRemoveOnCancelPolicy(true);
        // The log may tell of records while the service stops.
        threads.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /**
     * A subscription, which begins to send when the answer is opened. An older one of the same owner ends.
     *
     * @param owner the consumer and the shard
     * @param busy what to throw when the owner's last subscription goes on and has begun only just now
     */
    public Events subscribe(Object owner, Feed feed, Supplier<RuntimeException> busy) {
        Slot mine = new Slot(owner);
        synchronized (taking) {
            Slot before = active.get(owner);
            if (before != null && mine.begun - before.begun < guarded.toNanos()) {
                throw busy.get();
            }
            active.put(owner, mine);
            if (before != null) {
                before.giveWay();
            }
        }
        return sink -> mine.open(feed, sink);
    }

    /** How many go on. */
    public int count() {
        return active.size();
    }

    /** Ends all of them. */
    @Override
    public void close() {
        active.values().forEach(Slot::giveWay);
        threads.shutdown();
    }

    /** The place of an owner's subscription, from the request on. */
    private final class Slot {
        private final Object owner;
        private final long begun = System.nanoTime();
        private Subscription subscription;
        private boolean taken;

        Slot(Object owner) {
            this.owner = owner;
        }

        synchronized Runnable open(Feed feed, Events.Sink sink) {
            Subscription opened = new Subscription(feed, sink, threads, () -> active.remove(owner, this));
            subscription = opened;
            opened.start(PULSE, taken ? Duration.ZERO : lifetime);
            return opened::close;
        }

        synchronized void giveWay() {
            taken = true;
            if (subscription != null) {
                subscription.expire();
            }
        }
    }
}
