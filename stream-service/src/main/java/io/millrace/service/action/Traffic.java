package io.millrace.service.action;

import io.millrace.service.error.ServiceException.ProvisionedThroughputExceededException;
import io.millrace.service.growth.Growth;
import io.millrace.service.log.ReadPage;
import io.millrace.service.log.StoredRecord;
import io.millrace.service.observe.StreamMetrics;
import io.millrace.service.quota.Allowance;
import io.millrace.service.quota.CallQuotas;
import io.millrace.service.quota.Quotas;
import io.millrace.service.stream.Shard;
import io.millrace.service.stream.Stream;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What goes into and out of the shards, held to the quotas when there are any. Streams on demand have none, and grow
 * instead. Thread-safe.
 */
public final class Traffic {
    private final InstantSource clock;
    /** Null when there are none, so that the way of a record costs nothing more than to see that. */
    private final Quotas quotas;

    private final CallQuotas calls;
    private final Growth growth;
    private final StreamMetrics metrics;

    /**
     * @param limited whether quotas are enforced
     * @param growth is told what streams on demand take
     * @param metrics count all of it
     */
    public Traffic(boolean limited, Growth growth, StreamMetrics metrics, InstantSource clock) {
        this.metrics = metrics;
        this.growth = growth;
        this.clock = clock;
        this.quotas = limited ? new Quotas(clock) : null;
        this.calls = limited ? new CallQuotas(clock) : null;
    }

    /** The operations, some of them held to so many calls a second. */
    public Map<String, Action> limited(Map<String, Action> actions) {
        if (calls == null) {
            return actions;
        }
        return actions.values().stream()
                .map(action -> CallQuotas.counts(action.name()) ? new LimitedAction(action, calls) : action)
                .collect(Collectors.toUnmodifiableMap(Action::name, action -> action));
    }

    /** Whether a record may go into a shard; if not, it fails as {@link #exceeded}. */
    boolean takes(Stream stream, Shard shard, Appender.Routed record) {
        if (stream.settings().isOnDemand()) {
            growth.saw(stream.logKey(shard), record.hashKey(), record.content().size());
            return true;
        }
        if (quotas == null
                || quotas.takes(stream.logKey(shard), record.content().size())) {
            return true;
        }
        metrics.putExceeded(stream, shard);
        return false;
    }

    /** Sees that a shard may be read. */
    void checkRead(Stream stream, Shard shard) {
        if (isLimited(stream) && !quotas.givesPage(stream.logKey(shard))) {
            metrics.readExceeded(stream, shard);
            throw exceeded(stream, shard);
        }
    }

    /** Counts a page that was read. */
    void read(Stream stream, Shard shard, ReadPage page) {
        long bytes = bytes(page);
        int records = page.records().size();
        long age = records == 0
                ? 0
                : clock.millis()
                        - page.records().get(records - 1).sequenceNumber().millis();
        metrics.read(stream, shard, records, bytes, Math.max(0, age));
        if (isLimited(stream)) {
            quotas.gave(stream.logKey(shard), bytes);
        }
    }

    /** Counts what a request has put. */
    void put(Stream stream, List<Appender.Routed> records, Appender.Placed[] placed) {
        for (int i = 0; i < placed.length; i++) {
            if (placed[i].failure() == null) {
                metrics.put(stream, placed[i].shard(), records.get(i).content().size());
            }
        }
    }

    /** Counts the record of a PutRecord. */
    void putOne(Stream stream, Appender.Routed record) {
        metrics.putOne(stream, record.content().size());
    }

    /** Counts the records of a PutRecords. */
    void putMany(Stream stream, List<Appender.Routed> records, List<Appender.Placed> placed) {
        int failed = 0;
        int throttled = 0;
        long bytes = 0;
        for (int i = 0; i < placed.size(); i++) {
            Throwable failure = placed.get(i).failure();
            if (failure == null) {
                bytes += records.get(i).content().size();
            } else {
                failed++;
                throttled += failure instanceof ProvisionedThroughputExceededException ? 1 : 0;
            }
        }
        metrics.putMany(stream, placed.size(), failed, throttled, bytes);
    }

    /** Counts an event for a consumer. */
    void pushed(Stream stream, ReadPage page) {
        long behind = page.nextMillis().isPresent()
                ? clock.millis() - page.nextMillis().getAsLong()
                : 0;
        metrics.pushed(stream, page.records().size(), bytes(page), Math.max(0, behind));
    }

    /** Sees that a shard may give one more iterator. */
    void checkIterator(Stream stream, Shard shard) {
        if (isLimited(stream) && !quotas.givesIterator(stream.logKey(shard))) {
            throw exceeded(stream, shard);
        }
    }

    /** How much a second is pushed to a consumer from a shard; empty for no bound. */
    Optional<Allowance> push(Stream stream) {
        return isLimited(stream) ? Optional.of(quotas.push()) : Optional.empty();
    }

    /** To be called about once a second: lets streams on demand grow, and lets go of what is not used any more. */
    public void tick() {
        growth.tick();
        metrics.forgetGone();
        if (quotas != null) {
            quotas.forgetIdle();
            calls.forgetIdle();
        }
    }

    static ProvisionedThroughputExceededException exceeded(Stream stream, Shard shard) {
        return new ProvisionedThroughputExceededException("Rate exceeded for shard " + shard.id() + " in stream "
                + stream.name() + " under account " + stream.account() + ".");
    }

    /** Payloads and partition keys. */
    static long bytes(ReadPage page) {
        long bytes = 0;
        for (StoredRecord each : page.records()) {
            bytes += each.size();
        }
        return bytes;
    }

    private boolean isLimited(Stream stream) {
        return quotas != null && !stream.settings().isOnDemand();
    }
}
