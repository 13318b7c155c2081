package io.millrace.service.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A change of the set of shards together with the catalogue entries that describe it: all of it happens, or none.
 *
 * @param seal shards that take no more records from here on; one that this change opens may be among them
 * @param open shards that take records from here on
 * @param drop streams of which all records and shards go
 * @param forget sealed shards of which all records go
 * @param entries catalogue entries to write; null removes one
 */
public record LogChange(
        List<ShardKey> seal,
        List<OpenShard> open,
        List<Long> drop,
        List<ShardKey> forget,
        Map<String, byte[]> entries) {

    /**
     * A shard to open.
     *
     * @param createdSecond goes into its sequence numbers; later than the seconds of all its parents
     */
    public record OpenShard(ShardKey key, long createdSecond) {}

    /** Collects a change; not thread-safe. */
    public static final class Builder {
        private final List<ShardKey> seal = new ArrayList<>();
        private final List<OpenShard> open = new ArrayList<>();
        private final List<Long> drop = new ArrayList<>();
        private final List<ShardKey> forget = new ArrayList<>();
        private final Map<String, byte[]> entries = new TreeMap<>();

        public Builder seal(ShardKey shard) {
            seal.add(shard);
            return this;
        }

        public Builder open(ShardKey shard, long createdSecond) {
            open.add(new OpenShard(shard, createdSecond));
            return this;
        }

        public Builder drop(long stream) {
            drop.add(stream);
            return this;
        }

        public Builder forget(ShardKey shard) {
            forget.add(shard);
            return this;
        }

        public Builder put(String key, byte[] value) {
            entries.put(key, value);
            return this;
        }

        public Builder remove(String key) {
            entries.put(key, null);
            return this;
        }

        /** All of another change as well, which comes after this one. */
        public Builder and(Builder later) {
            seal.addAll(later.seal);
            open.addAll(later.open);
            drop.addAll(later.drop);
            forget.addAll(later.forget);
            entries.putAll(later.entries);
            return this;
        }

        public LogChange build() {
            return new LogChange(seal, open, drop, forget, entries);
        }
    }
}
