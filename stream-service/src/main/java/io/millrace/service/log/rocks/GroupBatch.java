package io.millrace.service.log.rocks;

import io.millrace.service.log.LogChange;
import io.millrace.service.log.NewRecord;
import io.millrace.service.log.SequenceNumber;
import io.millrace.service.log.ShardKey;
import io.millrace.service.log.ShardSealedException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One group of operations on its way to disk: they are added in order, written with one forced write, and then told
 * their outcome in the same order. When the write fails, every trace of them in memory is taken back. Used by the
 * writer's thread only.
 */
final class GroupBatch {
    private static final Logger LOG = LoggerFactory.getLogger(GroupBatch.class);

    private final RocksStore store;
    private final Map<ShardKey, ShardTail> tails;
    private final long now;
    private final RecordBatch records;
    private final WriteBatch batch;
    private final List<Runnable> onDurable = new ArrayList<>();
    private final List<Runnable> outcomes = new ArrayList<>();
    private final Set<ShardKey> changed = new HashSet<>();
    private final List<Runnable> undo = new ArrayList<>();
    private final List<Range> deleted = new ArrayList<>();

    /** Begins a group; an earlier one in the same batch must be over. */
    GroupBatch(RecordBatch records, RocksStore store, Map<ShardKey, ShardTail> tails, InstantSource clock) {
        this.records = records;
        this.batch = records.batch;
        this.store = store;
        this.tails = tails;
        this.now = clock.millis();
        records.clear();
    }

    void add(WriteOp op) throws RocksDBException {
        if (op instanceof WriteOp.Append append) {
            append(append);
        } else if (op instanceof WriteOp.Change change) {
            records.finish(store);
            change(change);
        } else if (op instanceof WriteOp.Trim trim) {
            records.finish(store);
            trim(trim);
        }
    }

    /** Leaves an append out; it is told so in its turn. */
    void refuse(WriteOp.Append append, RuntimeException why) {
        outcomes.add(() -> append.outcome().completeExceptionally(why));
    }

    void write(WriteOptions options) throws RocksDBException {
        records.finish(store);
        if (batch.count() > 0) {
            store.write(options, batch);
        }
    }

    /** Frees the space of the records that the written group deleted, which else happens some time later. */
    void reclaim() {
        for (Range each : deleted) {
            try {
                store.reclaim(each.from(), each.to());
            } catch (RocksDBException e) {
                LOG.warn("cannot free the space of deleted records yet", e);
            }
        }
    }

    /** Makes what was written known inside of the log; comes before any outcome. */
    void publish() {
        onDurable.forEach(Runnable::run);
    }

    /** What tells the callers, in the order of the operations. */
    List<Runnable> outcomes() {
        return outcomes;
    }

    /** The shards that have more records now, are sealed, or are gone. */
    Set<ShardKey> changed() {
        return changed;
    }

    void undo() {
        for (int i = undo.size() - 1; i >= 0; i--) {
            undo.get(i).run();
        }
    }

    private void append(WriteOp.Append op) throws RocksDBException {
        ShardTail tail = tails.get(op.shard());
        if (tail == null || tail.sealed) {
            // Told when the change that sealed the shard is known, so that the caller finds the children.
            outcomes.add(() -> op.outcome().completeExceptionally(new ShardSealedException(op.shard())));
            return;
        }
        tail.lastMillis = Math.max(tail.lastMillis, now);
        long first = tail.next;
        undo.add(() -> tail.next = first);
        List<SequenceNumber> numbers = new ArrayList<>(op.records().size());
        for (NewRecord each : op.records()) {
            SequenceNumber number = SequenceNumber.of(
                    tail.createdSecond, tail.next, tail.lastMillis, op.shard().index());
            tail.next++;
            records.put(store, op.shard(), number, each);
            numbers.add(number);
        }
        long end = tail.next;
        onDurable.add(() -> tail.durable = end);
        outcomes.add(() -> op.outcome().complete(numbers));
        changed.add(op.shard());
    }

    private void change(WriteOp.Change op) throws RocksDBException {
        LogChange change = op.change();
        List<ShardKey> gone = new ArrayList<>(change.forget());
        for (long stream : change.drop()) {
            gone.addAll(drop(stream));
        }
        for (ShardKey shard : change.forget()) {
            delete(RecordCodec.prefix(shard), RecordCodec.afterShard(shard));
            batch.delete(store.shards, RecordCodec.prefix(shard));
            removeTail(shard);
        }
        for (LogChange.OpenShard shard : change.open()) {
            ShardTail tail = new ShardTail(shard.createdSecond());
            tails.put(shard.key(), tail);
            undo.add(() -> tails.remove(shard.key()));
            batch.put(store.shards, RecordCodec.prefix(shard.key()), RecordCodec.shardValue(tail));
        }
        for (ShardKey shard : change.seal()) {
            ShardTail tail = tails.get(shard);
            tail.sealed = true;
            undo.add(() -> tail.sealed = false);
            batch.put(store.shards, RecordCodec.prefix(shard), RecordCodec.shardValue(tail));
        }
        for (Map.Entry<String, byte[]> entry : change.entries().entrySet()) {
            byte[] key = entry.getKey().getBytes(StandardCharsets.UTF_8);
            if (entry.getValue() == null) {
                batch.delete(store.entries, key);
            } else {
                batch.put(store.entries, key, entry.getValue());
            }
        }
        onDurable.add(op.whenDurable());
        outcomes.add(() -> op.outcome().complete(null));
        changed.addAll(change.seal());
        changed.addAll(gone);
    }

    /** Deletes records from a key to another, which stays. */
    private void delete(byte[] from, byte[] to) throws RocksDBException {
        batch.deleteRange(store.records, from, to);
        deleted.add(new Range(from, to));
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Range(byte[] from, byte[] to) {}

    private List<ShardKey> drop(long stream) throws RocksDBException {
        byte[] from = RecordCodec.streamPrefix(stream);
        byte[] to = RecordCodec.streamPrefix(stream + 1);
        delete(from, to);
        batch.deleteRange(store.shards, from, to);
        List<ShardKey> shards = tails.keySet().stream()
                .filter(shard -> shard.stream() == stream)
                .toList();
        shards.forEach(this::removeTail);
        return shards;
    }

    private void removeTail(ShardKey shard) {
        ShardTail tail = tails.remove(shard);
        if (tail != null) {
            undo.add(() -> tails.put(shard, tail));
        }
    }

    private void trim(WriteOp.Trim op) throws RocksDBException {
        ShardTail tail = tails.get(op.shard());
        if (tail != null && op.beforeCounter() > tail.trimmedBefore) {
            long before = tail.trimmedBefore;
            tail.trimmedBefore = op.beforeCounter();
            undo.add(() -> tail.trimmedBefore = before);
            delete(
                    RecordCodec.prefix(op.shard()),
                    RecordCodec.key(op.shard(), SequenceNumber.atCounter(tail.createdSecond, op.beforeCounter())));
            batch.put(store.shards, RecordCodec.prefix(op.shard()), RecordCodec.shardValue(tail));
        }
        outcomes.add(() -> op.outcome().complete(null));
    }
}
