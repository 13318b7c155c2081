package io.millrace.service.quota;

import io.millrace.service.log.ShardKey;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds shards to what AWS lets a shard of a provisioned stream take and give: 1 MiB and 1,000 records a second in; 2 MiB
 * and five GetRecords out, and five GetShardIterator. A page of GetRecords may be larger than what is left, and then
 * closes the shard for readers until that time has passed: five seconds after the largest one, of 10 MiB. In the same way
 * a record of more than 1 MiB goes into a shard that has taken nothing for a second, and closes it for writers.
 * Thread-safe.
 */
public final class Quotas {
    static final long BYTES_OUT = 2 << 20;

    private final InstantSource clock;
    private final Map<ShardKey, ShardQuota> shards = new ConcurrentHashMap<>();

    public Quotas(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Whether a record may go into a shard; if so, it counts.
     *
     * @param bytes of the payload and the partition key
     */
    public boolean takes(ShardKey shard, long bytes) {
        return quota(shard).takes(bytes);
    }

    /** Whether a shard may be read; if so, the call counts. */
    public boolean givesPage(ShardKey shard) {
        return quota(shard).givesPage();
    }

    /** Counts what was read. */
    public void gave(ShardKey shard, long bytes) {
        quota(shard).gave(bytes);
    }

    /** Whether a shard gives another iterator; if so, it counts. */
    public boolean givesIterator(ShardKey shard) {
        return quota(shard).givesIterator();
    }

    /** What is pushed to one consumer from one shard. */
    public Allowance push() {
        return new Allowance(BYTES_OUT, clock);
    }

    /** Lets go of the shards that have been idle; one that is used in this very moment may get a little more. */
    public void forgetIdle() {
        shards.values().removeIf(ShardQuota::isIdle);
    }

    int held() {
        return shards.size();
    }

    private ShardQuota quota(ShardKey shard) {
        ShardQuota known = shards.get(shard);
        return known != null ? known : shards.computeIfAbsent(shard, key -> new ShardQuota(clock));
    }
}
