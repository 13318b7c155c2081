package io.millrace.checkpoint;

/** The name of a shard, such as {@code shardId-000000000012}; unique within its stream for the stream's life. */
public record ShardId(String value) implements Comparable<ShardId> {
    public ShardId {
        if (!value.matches("[a-zA-Z0-9_.-]{1,128}")) {
            throw new IllegalArgumentException(
                    "'" + value + "' is not a shard id (1 to 128 characters of a-z, A-Z, 0-9, '_', '.', '-')");
        }
    }

    @Override
    public int compareTo(ShardId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
