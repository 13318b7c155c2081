package io.millrace.service.log.rocks;

import io.millrace.service.log.NewRecord;
import io.millrace.service.log.SequenceNumber;
import io.millrace.service.log.ShardKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * The engine's batch, used for one group after the other so that it keeps its memory. Records are laid out in memory
 * outside of the heap, whence the engine takes them without a copy of its own. Used by the writer's thread only.
 */
final class RecordBatch implements AutoCloseable {
    private static final int FIRST_VALUE_BYTES = 64 << 10;

    final WriteBatch batch = new WriteBatch();
    private final ByteBuffer key = ByteBuffer.allocateDirect(RecordCodec.PREFIX + SequenceNumber.BYTES);
    private ByteBuffer value = ByteBuffer.allocateDirect(FIRST_VALUE_BYTES);

    void put(RocksStore store, ShardKey shard, SequenceNumber number, NewRecord incoming) throws RocksDBException {
        key.clear().putLong(shard.stream()).putInt(shard.index());
        number.writeTo(key);
        byte[] partitionKey = incoming.partitionKey().getBytes(StandardCharsets.UTF_8);
        int length = Short.BYTES + partitionKey.length + incoming.data().length;
        if (value.capacity() < length) {
            value = ByteBuffer.allocateDirect(Math.max(length, 2 * value.capacity()));
        }
        value.clear().putShort((short) partitionKey.length).put(partitionKey).put(incoming.data());
        batch.put(store.records, key.flip(), value.flip());
    }

    /** Makes it empty for the next group. */
    void clear() {
        batch.clear();
    }

    @Override
    public void close() {
        batch.close();
    }
}
