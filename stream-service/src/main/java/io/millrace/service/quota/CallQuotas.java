package io.millrace.service.quota;

import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often an account may call an operation in a second and region, as the API reference says. The operations on
 * records are bounded by their shards instead. Thread-safe.
 */
public final class CallQuotas {
    private static final int USUAL = 5;
    private static final Map<String, Integer> OTHERS = Map.of(
            "DescribeLimits", 1,
            "DescribeStream", 10,
            "DescribeStreamConsumer", 20,
            "DescribeStreamSummary", 20,
            "ListShards", 1_000);
    private static final Set<String> UNBOUNDED =
            Set.of("GetRecords", "GetShardIterator", "PutRecord", "PutRecords", "SubscribeToShard");

    private final InstantSource clock;
    private final Map<Key, Allowance> used = new ConcurrentHashMap<>();

    public CallQuotas(InstantSource clock) {
        this.clock = clock;
    }

    private record Key(String account, String region, String operation, String stream) {}

    /** Whether calls of an operation are counted. */
    public static boolean counts(String operation) {
        return !UNBOUNDED.contains(operation);
    }

    /**
     * Whether one more call is allowed; if so, it counts.
     *
     * @param stream that the request names, by name or ARN; empty for none
     */
    public boolean allows(String account, String region, String operation, String stream) {
        Key key = new Key(account, region, operation, operation.equals("ListShards") ? stream : "");
        return used.computeIfAbsent(key, one -> new Allowance(OTHERS.getOrDefault(operation, USUAL), clock))
                .take(1);
    }

    /** Lets go of what has not been called for a while: names of streams come from clients, so there is no end to them. */
    public void forgetIdle() {
        used.values().removeIf(Allowance::isIdle);
    }

    int held() {
        return used.size();
    }
}
