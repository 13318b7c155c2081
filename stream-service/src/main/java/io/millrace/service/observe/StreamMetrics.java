package io.millrace.service.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.service.stream.Catalogue;
import io.millrace.service.stream.Shard;
import io.millrace.service.stream.Stream;
import io.millrace.service.stream.StreamKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Counts what goes into and out of streams, and out of shards where enhanced monitoring is on. Streams that are deleted go
 * off the page; so many have series of their own at once, further ones are not shown. Thread-safe.
 */
public final class StreamMetrics implements RequestObserver {
    private static final int MOST_STREAMS = 1_000;
    private static final int MOST_SHARDS = 5_000;

    private final MeterRegistry registry;
    private final Catalogue catalogue;
    private final Map<StreamKey, StreamMeters> streams = new ConcurrentHashMap<>();
    private final Map<ShardName, ShardMeters> shards = new ConcurrentHashMap<>();

    public StreamMetrics(MeterRegistry registry, Catalogue catalogue) {
        this.registry = registry;
        this.catalogue = catalogue;
    }

    private record ShardName(StreamKey stream, int shard) {}

    /** A record was put. */
    public void put(Stream stream, Shard shard, long bytes) {
        of(stream.header().key()).ifPresent(meters -> {
            meters.incomingBytes.increment((double) bytes);
            meters.incomingRecords.increment();
        });
        of(stream, shard).ifPresent(meters -> {
            meters.incomingBytes.ifPresent(counter -> counter.increment((double) bytes));
            meters.incomingRecords.ifPresent(counter -> counter.increment());
        });
    }

    /** A record was refused because its shard is full. */
    public void putExceeded(Stream stream, Shard shard) {
        of(stream.header().key()).ifPresent(meters -> meters.writesExceeded.increment());
        of(stream, shard).flatMap(meters -> meters.writesExceeded).ifPresent(counter -> counter.increment());
    }

    /** A PutRecord has put its record. */
    public void putOne(Stream stream, long bytes) {
        of(stream.header().key()).ifPresent(meters -> meters.putRecordBytes.increment((double) bytes));
    }

    /**
     * A PutRecords has ended.
     *
     * @param bytes of the records that were put
     */
    public void putMany(Stream stream, int total, int failed, int throttled, long bytes) {
        of(stream.header().key()).ifPresent(meters -> {
            meters.putRecordsBytes.increment((double) bytes);
            meters.totalRecords.increment(total);
            meters.successfulRecords.increment(total - failed);
            meters.failedRecords.increment(failed - throttled);
            meters.throttledRecords.increment(throttled);
        });
    }

    /** GetRecords was refused because its shard has given enough. */
    public void readExceeded(Stream stream, Shard shard) {
        of(stream.header().key()).ifPresent(meters -> meters.readsExceeded.increment());
        of(stream, shard).flatMap(meters -> meters.readsExceeded).ifPresent(counter -> counter.increment());
    }

    /**
     * A page was read.
     *
     * @param ageMillis of the last record of the page; 0 when it has none
     */
    public void read(Stream stream, Shard shard, int records, long bytes, long ageMillis) {
        of(stream.header().key()).ifPresent(meters -> {
            meters.readRecords.increment(records);
            meters.readBytes.increment((double) bytes);
            meters.iteratorAge.record((double) ageMillis);
        });
        of(stream, shard).ifPresent(meters -> {
            meters.outgoingRecords.ifPresent(counter -> counter.increment(records));
            meters.outgoingBytes.ifPresent(counter -> counter.increment((double) bytes));
            meters.iteratorAge.ifPresent(summary -> summary.record((double) ageMillis));
        });
    }

    /** An event was made for a consumer. */
    public void pushed(Stream stream, int records, long bytes, long behindMillis) {
        of(stream.header().key()).ifPresent(meters -> {
            meters.events.increment();
            meters.eventRecords.increment(records);
            meters.eventBytes.increment((double) bytes);
            meters.eventsBehind.record((double) behindMillis);
        });
    }

    @Override
    public void finished(FinishedRequest request) {
        if (request.stream() != null && request.operation() != null) {
            of(request.stream()).ifPresent(meters -> finished(request, meters));
        }
    }

    private static void finished(FinishedRequest request, StreamMeters meters) {
        switch (request.operation()) {
            case "PutRecord" -> count(request, meters.putRecord);
            case "PutRecords" -> count(request, meters.putRecords);
            case "GetRecords" -> count(request, meters.getRecords);
            case "SubscribeToShard" -> {
                if (request.error() == null) {
                    meters.subscriptions.increment();
                } else if (request.error().equals("ResourceInUseException")) {
                    meters.subscriptionsRefused.increment();
                }
            }
            default -> {}
        }
    }

    private static void count(FinishedRequest request, StreamMeters.Calls calls) {
        calls.latency.record(request.nanos(), TimeUnit.NANOSECONDS);
        if (request.error() == null) {
            calls.success.increment();
        }
    }

    /** Takes off the page what is there no longer: deleted streams, closed shards that were forgotten, metrics turned off. */
    public synchronized void forgetGone() {
        streams.entrySet().removeIf(each -> {
            boolean gone = catalogue.find(each.getKey()).isEmpty();
            removed(gone, each.getValue().meters);
            return gone;
        });
        shards.entrySet().removeIf(each -> {
            boolean gone = catalogue
                    .find(each.getKey().stream())
                    .filter(stream -> stream.settings().shardLevelMetrics().equals(each.getValue().names))
                    .filter(stream -> stream.shard(each.getKey().shard()) != null)
                    .isEmpty();
            removed(gone, each.getValue().meters);
            return gone;
        });
    }

    private static void removed(boolean gone, MeterSet meters) {
        if (gone) {
            meters.remove();
        }
    }

    private Optional<StreamMeters> of(StreamKey key) {
        StreamMeters known = streams.get(key);
        return known != null ? Optional.of(known) : made(key);
    }

    private synchronized Optional<StreamMeters> made(StreamKey key) {
        if (streams.size() >= MOST_STREAMS || catalogue.find(key).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(streams.computeIfAbsent(key, one -> new StreamMeters(new MeterSet(registry, labels(one)))));
    }

    private Optional<ShardMeters> of(Stream stream, Shard shard) {
        List<String> names = stream.settings().shardLevelMetrics();
        if (names.isEmpty()) {
            return Optional.empty();
        }
        ShardName name = new ShardName(stream.header().key(), shard.index());
        ShardMeters known = shards.get(name);
        return known != null && known.names.equals(names) ? Optional.of(known) : made(name, names, shard);
    }

    private synchronized Optional<ShardMeters> made(ShardName name, List<String> names, Shard shard) {
        ShardMeters known = shards.get(name);
        if (known != null) {
            if (known.names.equals(names)) {
                return Optional.of(known);
            }
            known.meters.remove();
            shards.remove(name);
        }
        if (shards.size() >= MOST_SHARDS || catalogue.find(name.stream()).isEmpty()) {
            return Optional.empty();
        }
        ShardMeters made = new ShardMeters(
                names, new MeterSet(registry, labels(name.stream()).and("shard", shard.id())));
        shards.put(name, made);
        return Optional.of(made);
    }

    private static Tags labels(StreamKey key) {
        return Tags.of("account", key.account(), "region", key.region(), "stream", key.name());
    }
}
