package io.millrace.service.log.rocks;

import io.millrace.service.log.NewRecord;
import io.millrace.service.log.SequenceNumber;
import io.millrace.service.log.ShardKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * The engine's batch, used for one group after the other so that it keeps its memory. The records of a group are put as
 * blocks, of whichever requests they are, laid out in memory outside of the heap, whence the engine takes them without
 * a copy of its own. Used by the writer's thread only.
 */
final class RecordBatch implements AutoCloseable {
    /**
     * A block that has as many bytes is not added to: fewer cost the engine more, and whoever wants one record reads
     * the whole block.
     */
    private static final int FULL_BLOCK_BYTES = 64 << 10;

    private static final int FIRST_VALUE_BYTES = 2 * FULL_BLOCK_BYTES;

    final WriteBatch batch = new WriteBatch();
    private final Map<ShardKey, OpenBlock> open = new LinkedHashMap<>();
    private final ByteBuffer key = ByteBuffer.allocateDirect(RecordCodec.PREFIX + SequenceNumber.BYTES);
    private ByteBuffer value = ByteBuffer.allocateDirect(FIRST_VALUE_BYTES);

    /** Consecutive records of a shard that may get more. */
    private static final class OpenBlock {
        private final List<NewRecord> records = new ArrayList<>();
        private SequenceNumber last;
        private int bytes;
    }

    /**
     * Adds a shard's next record.
     *
     * @param number with the same time of arrival as all of the shard's in this group
     */
    void put(RocksStore store, ShardKey shard, SequenceNumber number, NewRecord incoming) throws RocksDBException {
        OpenBlock block = open.computeIfAbsent(shard, none -> new OpenBlock());
        block.records.add(incoming);
        block.last = number;
        block.bytes += RecordBlock.mostBytes(incoming);
        if (block.bytes >= FULL_BLOCK_BYTES) {
            write(store, shard, block);
            block.records.clear();
            block.bytes = 0;
        }
    }

    /** Puts what was added into the batch; comes before anything else that concerns the same shards, and at the end. */
    void finish(RocksStore store) throws RocksDBException {
        for (Map.Entry<ShardKey, OpenBlock> each : open.entrySet()) {
            if (!each.getValue().records.isEmpty()) {
                write(store, each.getKey(), each.getValue());
            }
        }
        open.clear();
    }

    private void write(RocksStore store, ShardKey shard, OpenBlock block) throws RocksDBException {
        int most = RecordBlock.HEAD_BYTES + block.bytes;
        if (value.capacity() < most) {
            value = ByteBuffer.allocateDirect(Math.max(most, 2 * value.capacity()));
        }
        key.clear().putLong(shard.stream()).putInt(shard.index());
        block.last.writeTo(key);
        RecordBlock.write(block.records, value.clear());
        batch.put(store.records, key.flip(), value.flip());
    }

    /** Makes it empty for the next group. */
    void clear() {
        open.clear();
        batch.clear();
    }

    @Override
    public void close() {
        batch.close();
    }
}
