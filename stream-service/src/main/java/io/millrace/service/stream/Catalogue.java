package io.millrace.service.stream;

import io.millrace.service.log.LogChange;
import io.millrace.service.log.ShardLog;
import io.millrace.service.stream.StreamKey.Home;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * All streams, and how far their channels have come. Reads see what is on disk and nothing else; changes are made one
 * after the other, and each is on disk before it is seen. Thread-safe.
 */
public final class Catalogue {
    private final ShardLog log;
    private final InstantSource clock;
    private final Map<Home, NavigableMap<String, Stream>> byHome = new ConcurrentHashMap<>();
    private final Map<Long, Stream> byId = new ConcurrentHashMap<>();
    private final Deliveries deliveries;
    private long nextStream;

    /** Reads the catalogue that the log holds. */
    public Catalogue(ShardLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
        this.nextStream =
                CatalogueCodec.find(log, CatalogueCodec.NEXT_STREAM, Long.class).orElse(1L);
        CatalogueCodec.streams(log).forEach(this::publish);
        this.deliveries = new Deliveries(log);
    }

    public Optional<Stream> find(StreamKey key) {
        NavigableMap<String, Stream> streams = byHome.get(key.home());
        return Optional.ofNullable(streams == null ? null : streams.get(key.name()))
                .filter(stream -> !stream.isGone(clock.instant()));
    }

    /** The stream with a number, whatever its state; empty when it was deleted. */
    public Optional<Stream> find(long id) {
        return Optional.ofNullable(byId.get(id)).filter(stream -> !stream.isGone(clock.instant()));
    }

    /** The streams of an account and region by name. */
    public List<Stream> list(Home home) {
        NavigableMap<String, Stream> streams = byHome.get(home);
        return streams == null
                ? List.of()
                : streams.values().stream()
                        .filter(stream -> !stream.isGone(clock.instant()))
                        .toList();
    }

    /** Every stream of every account and region, deleted ones that still hold records included. */
    public Collection<Stream> all() {
        return List.copyOf(byId.values());
    }

    /** What a change makes of a stream, and how it is told to the log. */
    public record Change(Stream after, LogChange.Builder log) {}

    /** Works out a change from the newest state of the stream; throws when it is not allowed. */
    public interface Step extends Function<Stream, Change> {}

    /**
     * Changes a stream.
     *
     * @param missing what to throw when there is no such stream
     * @return the stream as it is now
     */
    public synchronized Stream change(StreamKey key, Supplier<RuntimeException> missing, Step step) {
        Stream before = find(key).orElseThrow(missing);
        Change change = step.apply(before);
        commit(change.log(), () -> publish(change.after()));
        return change.after();
    }

    /**
     * Adds a stream.
     *
     * @param make makes the stream from its number; sees that the name is free
     */
    public synchronized void create(LongFunction<Change> make) {
        Change change = make.apply(nextStream);
        StreamKey key = change.after().header().key();
        // A stream whose time of DELETING is over may not have been swept yet.
        Optional.ofNullable(byHome.get(key.home()))
                .map(streams -> streams.get(key.name()))
                .ifPresent(this::drop);
        change.log().put(CatalogueCodec.NEXT_STREAM, CatalogueCodec.bytes(nextStream + 1));
        commit(change.log(), () -> publish(change.after()));
        nextStream++;
    }

    /** Removes a stream and its records. */
    public synchronized void drop(Stream stream) {
        if (!byId.containsKey(stream.header().id())) {
            return;
        }
        LogChange.Builder change = new LogChange.Builder().drop(stream.header().id());
        CatalogueCodec.remove(change, byId.get(stream.header().id()));
        commit(change, () -> {
            byId.remove(stream.header().id());
            byHome.get(stream.header().key().home()).remove(stream.name());
        });
    }

    /** How far channels have come. */
    public Deliveries deliveries() {
        return deliveries;
    }

    /** Open shards of all streams of an account and region. */
    public int openShards(Home home) {
        return list(home).stream().mapToInt(Stream::openShards).sum();
    }

    private void commit(LogChange.Builder builder, Runnable whenDurable) {
        LogChange change = builder.build();
        log.commitNow(change, () -> {
            whenDurable.run();
            deliveries.applied(change);
        });
    }

    private void publish(Stream stream) {
        byId.put(stream.header().id(), stream);
        StreamKey key = stream.header().key();
        byHome.computeIfAbsent(key.home(), home -> new ConcurrentSkipListMap<>())
                .put(key.name(), stream);
    }
}
