package io.millrace.service.log.rocks;

import io.millrace.service.log.LogChange;
import io.millrace.service.log.LogException;
import io.millrace.service.log.LogListener;
import io.millrace.service.log.LogUnavailableException;
import io.millrace.service.log.NewRecord;
import io.millrace.service.log.ReadPage;
import io.millrace.service.log.SequenceNumber;
import io.millrace.service.log.ShardKey;
import io.millrace.service.log.ShardLog;
import io.millrace.service.log.ShardSealedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * The log on RocksDB. Writes go through one thread ({@link GroupCommit}); reads run on the caller's. Thread-safe.
 */
public final class RocksShardLog implements ShardLog {
    private final RocksStore store;
    private final RocksReader reader;
    private final Map<ShardKey, ShardTail> tails;
    private final Watchers watchers = new Watchers();
    private final GroupCommit writer;
    // The native database must not be read once it is closed: that would end the process.
    private final ReadWriteLock openLock = new ReentrantReadWriteLock();
    private boolean closed;

    private RocksShardLog(RocksStore store, InstantSource clock, DiskRoom disk, LogListener listener) {
        this.store = store;
        this.reader = new RocksReader(store);
        this.tails = new ConcurrentHashMap<>(reader.tails());
        this.writer = new GroupCommit(
                store,
                new GroupCommit.Shards(tails, watchers, clock),
                disk,
                new Mending(store, disk, openLock.writeLock()),
                listener);
    }

    /**
     * Opens the log in a folder, making it when missing.
     *
     * @param clock gives the records their times of arrival
     * @throws LogException when it can't be opened; the message names the folder and, for a damaged file, the file
     */
    public static RocksShardLog open(Path folder, InstantSource clock) {
        return open(folder, clock, (operations, nanos) -> {});
    }

    /** Opens the log in a folder, and tells how it does. */
    public static RocksShardLog open(Path folder, InstantSource clock, LogListener listener) {
        RocksStore store = RocksStore.open(folder);
        try {
            return new RocksShardLog(store, clock, DiskRoom.of(folder), listener);
        } catch (IOException e) {
            store.close();
            throw new LogException("cannot tell how full the disk of " + folder + " is", e);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** Opens the log on a disk that tells its room itself. */
    static RocksShardLog open(Path folder, InstantSource clock, DiskRoom disk) {
        return new RocksShardLog(RocksStore.open(folder), clock, disk, (operations, nanos) -> {});
    }

    @Override
    public CompletableFuture<List<SequenceNumber>> append(ShardKey shard, List<NewRecord> records) {
        WriteOp.Append op = new WriteOp.Append(shard, records, new CompletableFuture<>());
        writer.submit(op);
        return op.outcome();
    }

    @Override
    public CompletableFuture<Void> commit(LogChange change, Runnable whenDurable) {
        WriteOp.Change op = new WriteOp.Change(change, whenDurable, new CompletableFuture<>());
        writer.submit(op);
        return op.outcome();
    }

    @Override
    public ReadPage read(ShardKey shard, SequenceNumber from, long fromMillis, int maxRecords, long maxBytes) {
        return reading(() -> {
            ShardTail tail = tail(shard);
            return reader.page(shard, from, fromMillis, maxRecords, maxBytes)
                    .or(() ->
                            reader.page(shard, position(shard, tail, fromMillis), Long.MIN_VALUE, maxRecords, maxBytes))
                    .orElseThrow();
        });
    }

    @Override
    public SequenceNumber end(ShardKey shard) {
        ShardTail tail = tail(shard);
        return SequenceNumber.atCounter(tail.createdSecond, tail.durable);
    }

    @Override
    public SequenceNumber firstAt(ShardKey shard, long millis) {
        return reading(() -> position(shard, tail(shard), millis));
    }

    @Override
    public Watch watch(ShardKey shard, Runnable onChange) {
        return watchers.add(shard, onChange);
    }

    @Override
    public CompletableFuture<Void> trim(ShardKey shard, long beforeMillis) {
        long before = firstAt(shard, beforeMillis).counter();
        if (before <= tail(shard).trimmedBefore) {
            return CompletableFuture.completedFuture(null);
        }
        WriteOp.Trim op = new WriteOp.Trim(shard, before, new CompletableFuture<>());
        writer.submit(op);
        return op.outcome();
    }

    @Override
    public Map<ShardKey, Boolean> shards() {
        Map<ShardKey, Boolean> shards = new HashMap<>();
        tails.forEach((shard, tail) -> shards.put(shard, !tail.sealed));
        return shards;
    }

    @Override
    public Map<String, byte[]> entries(String prefix) {
        return reading(() -> reader.entries(prefix));
    }

    @Override
    public void close() {
        writer.close();
        openLock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                store.close();
            }
        } finally {
            openLock.writeLock().unlock();
        }
    }

    private SequenceNumber position(ShardKey shard, ShardTail tail, long millis) {
        long end = tail.durable;
        long counter = reader.counterAt(shard, tail.createdSecond, millis, Math.min(tail.trimmedBefore, end), end);
        return SequenceNumber.atCounter(tail.createdSecond, counter);
    }

    private ShardTail tail(ShardKey shard) {
        ShardTail tail = tails.get(shard);
        if (tail == null) {
            throw new ShardSealedException(shard);
        }
        return tail;
    }

    private <T> T reading(Supplier<T> read) {
        openLock.readLock().lock();
        try {
            if (closed) {
                throw new LogUnavailableException("the service is stopping");
            }
            if (store.db == null) {
                throw new LogUnavailableException("the log could not be opened again yet");
            }
            return read.get();
        } finally {
            openLock.readLock().unlock();
        }
    }
}
