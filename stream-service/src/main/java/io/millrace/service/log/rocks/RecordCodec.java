package io.millrace.service.log.rocks;

import io.millrace.service.log.SequenceNumber;
import io.millrace.service.log.ShardKey;
import java.nio.ByteBuffer;

/**
 * The form of keys and values on disk; all numbers big-endian, so that keys sort as the records do.
 *
 * <pre>
 * block key     stream (8) shard index (4) sequence number of the block's last record (24)
 * block value   see {@link RecordBlock}
 * shard key     stream (8) shard index (4)
 * shard value   created second (8) sealed (1) counter before which all is trimmed (8)
 * </pre>
 */
final class RecordCodec {
    static final int PREFIX = Long.BYTES + Integer.BYTES;

    private RecordCodec() {}

    static byte[] prefix(ShardKey shard) {
        return ByteBuffer.allocate(PREFIX)
                .putLong(shard.stream())
                .putInt(shard.index())
                .array();
    }

    /** The first key after all of the shard. */
    static byte[] afterShard(ShardKey shard) {
        return prefix(new ShardKey(shard.stream(), shard.index() + 1));
    }

    /** The first key of all shards of the stream, and of the next one for {@code stream + 1}. */
    static byte[] streamPrefix(long stream) {
        return ByteBuffer.allocate(Long.BYTES).putLong(stream).array();
    }

    static byte[] key(ShardKey shard, SequenceNumber number) {
        return ByteBuffer.allocate(PREFIX + SequenceNumber.BYTES)
                .putLong(shard.stream())
                .putInt(shard.index())
                .put(number.toBytes())
                .array();
    }

    static SequenceNumber number(byte[] key) {
        return SequenceNumber.read(ByteBuffer.wrap(key, PREFIX, SequenceNumber.BYTES));
    }

    static ShardKey shard(byte[] prefix) {
        ByteBuffer in = ByteBuffer.wrap(prefix);
        return new ShardKey(in.getLong(), in.getInt());
    }

    static byte[] shardValue(ShardTail tail) {
        return ByteBuffer.allocate(2 * Long.BYTES + 1)
                .putLong(tail.createdSecond)
                .put((byte) (tail.sealed ? 1 : 0))
                .putLong(tail.trimmedBefore)
                .array();
    }

    static ShardTail tail(byte[] shardValue) {
        ByteBuffer in = ByteBuffer.wrap(shardValue);
        ShardTail tail = new ShardTail(in.getLong());
        tail.sealed = in.get() != 0;
        tail.trimmedBefore = in.getLong();
        return tail;
    }
}
