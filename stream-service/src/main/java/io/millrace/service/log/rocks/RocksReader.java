package io.millrace.service.log.rocks;

import io.millrace.service.log.LogException;
import io.millrace.service.log.ReadPage;
import io.millrace.service.log.SequenceNumber;
import io.millrace.service.log.ShardKey;
import io.millrace.service.log.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** Reads of the database; each looks at one consistent state. Thread-safe. */
final class RocksReader {
    private final RocksStore store;

    RocksReader(RocksStore store) {
        this.store = store;
    }

    /**
     * Reads records in order.
     *
     * @param from the first sequence number wanted; when no record has it, reading begins at the next greater one
     * @param fromMillis when the first record arrived earlier, nothing is read
     * @return empty when nothing was read because of that
     */
    Optional<ReadPage> page(ShardKey shard, SequenceNumber from, long fromMillis, int maxRecords, long maxBytes) {
        return over(shard, iterator -> {
            iterator.seek(RecordCodec.key(shard, from));
            if (iterator.isValid() && RecordCodec.number(iterator.key()).millis() < fromMillis) {
                return Optional.empty();
            }
            List<StoredRecord> records = new ArrayList<>();
            SequenceNumber next = from;
            long bytes = 0;
            for (; iterator.isValid(); iterator.next()) {
                byte[] key = iterator.key();
                if (records.size() == maxRecords) {
                    return Optional.of(
                            page(records, next, RecordCodec.number(key).millis()));
                }
                RecordBlock block = new RecordBlock(key, iterator.value()).from(next);
                while (block.hasNext()) {
                    if (records.size() == maxRecords) {
                        return Optional.of(page(records, next, block.millis()));
                    }
                    StoredRecord found = block.next();
                    bytes += found.size();
                    if (bytes > maxBytes && !records.isEmpty()) {
                        return Optional.of(page(records, next, block.millis()));
                    }
                    records.add(found);
                    next = found.sequenceNumber().next();
                }
            }
            try {
                iterator.status();
            } catch (RocksDBException e) {
                // What stands before the damage is given: only the request that begins at it fails.
                if (records.isEmpty()) {
                    throw failure(shard, " at or after sequence number " + next, e);
                }
                return Optional.of(page(
                        records,
                        next,
                        records.get(records.size() - 1).sequenceNumber().millis()));
            }
            return Optional.of(new ReadPage(records, next, OptionalLong.empty()));
        });
    }

    private static ReadPage page(List<StoredRecord> records, SequenceNumber next, long nextMillis) {
        return new ReadPage(records, next, OptionalLong.of(nextMillis));
    }

    /** Number of the last record, null when there is none. */
    SequenceNumber last(ShardKey shard) {
        return over(shard, iterator -> {
            iterator.seekToLast();
            iterator.status();
            return iterator.isValid() ? RecordCodec.number(iterator.key()) : null;
        });
    }

    /**
     * Counter of the first record that arrived at or after a time, by halving the range: within a shard times never go
     * back.
     *
     * @param low a counter at or before the first record
     * @param high the counter after the last one, also the answer when all arrived earlier
     */
    long counterAt(ShardKey shard, long createdSecond, long millis, long low, long high) {
        return over(shard, iterator -> {
            byte[] blockHead = new byte[RecordBlock.HEAD_BYTES];
            long from = low;
            long to = high;
            while (from < to) {
                long middle = from + (to - from) / 2;
                iterator.seek(RecordCodec.key(shard, SequenceNumber.atCounter(createdSecond, middle)));
                iterator.status();
                if (!iterator.isValid()) {
                    to = middle;
                    continue;
                }
                SequenceNumber found = RecordCodec.number(iterator.key());
                if (found.millis() < millis) {
                    from = found.counter() + 1;
                } else {
                    // All of its block arrived when it did.
                    iterator.value(blockHead);
                    long first =
                            new RecordBlock(iterator.key(), blockHead).number().counter();
                    to = Math.max(from, Math.min(middle, first));
                }
            }
            return Math.min(from, high);
        });
    }

    /** The entries whose keys begin with a text. */
    Map<String, byte[]> entries(String prefix) {
        Map<String, byte[]> entries = new TreeMap<>();
        try (RocksIterator iterator = store.db.newIterator(store.entries)) {
            for (iterator.seek(prefix.getBytes(StandardCharsets.UTF_8)); iterator.isValid(); iterator.next()) {
                String key = new String(iterator.key(), StandardCharsets.UTF_8);
                if (!key.startsWith(prefix)) {
                    break;
                }
                entries.put(key, iterator.value());
            }
            iterator.status();
        } catch (RocksDBException e) {
            throw failure(e);
        }
        return entries;
    }

    Map<ShardKey, ShardTail> tails() {
        Map<ShardKey, ShardTail> tails = new HashMap<>();
        try (RocksIterator iterator = store.db.newIterator(store.shards)) {
            for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                tails.put(RecordCodec.shard(iterator.key()), RecordCodec.tail(iterator.value()));
            }
            iterator.status();
        } catch (RocksDBException e) {
            throw failure(e);
        }
        tails.forEach(this::findEnd);
        return tails;
    }

    private void findEnd(ShardKey shard, ShardTail tail) {
        SequenceNumber last = last(shard);
        tail.next = last == null ? tail.trimmedBefore : Math.max(last.counter() + 1, tail.trimmedBefore);
        tail.lastMillis = last == null ? 0 : last.millis();
        tail.durable = tail.next;
    }

    private interface Scan<T> {
        T over(RocksIterator iterator) throws RocksDBException;
    }

    private <T> T over(ShardKey shard, Scan<T> scan) {
        try (Slice upper = new Slice(RecordCodec.afterShard(shard));
                Slice lower = new Slice(RecordCodec.prefix(shard));
                ReadOptions options =
                        new ReadOptions().setIterateUpperBound(upper).setIterateLowerBound(lower);
                RocksIterator iterator = store.db.newIterator(store.records, options)) {
            return scan.over(iterator);
        } catch (RocksDBException e) {
            throw failure(shard, "", e);
        }
    }

    /** The engine names a damaged table, but no blob file, where large records are. */
    private LogException failure(ShardKey shard, String where, RocksDBException e) {
        return new LogException(
                "cannot read shard " + shard.index() + " of stream number " + shard.stream() + where
                        + " from the log in " + store.folder() + ": " + e.getMessage()
                        + "; restore the folder from a copy",
                e);
    }

    private LogException failure(RocksDBException e) {
        return new LogException("cannot read the log in " + store.folder() + ": " + e.getMessage(), e);
    }
}
