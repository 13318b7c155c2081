package io.millrace.service.log.rocks;

import io.millrace.service.log.ShardKey;
import io.millrace.service.log.ShardLog.Watch;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who wants to be told of changes of shards. Thread-safe. */
final class Watchers {
    private final Map<ShardKey, List<Runnable>> byShard = new ConcurrentHashMap<>();

    Watch add(ShardKey shard, Runnable onChange) {
        byShard.compute(shard, (key, before) -> {
            List<Runnable> all = before == null ? new CopyOnWriteArrayList<>() : before;
            all.add(onChange);
            return all;
        });
        return () -> byShard.computeIfPresent(shard, (key, all) -> {
            all.remove(onChange);
            return all.isEmpty() ? null : all;
        });
    }

    void tell(ShardKey shard) {
        List<Runnable> all = byShard.get(shard);
        if (all != null) {
            all.forEach(Runnable::run);
        }
    }
}
