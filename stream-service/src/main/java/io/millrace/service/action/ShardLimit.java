package io.millrace.service.action;

import io.millrace.service.error.ServiceException.LimitExceededException;
import io.millrace.service.stream.StreamKey.Home;
import java.util.OptionalInt;

/**
 * How many open shards an account may have in a region. Thread-safe.
 *
 * @param most empty for no limit
 */
record ShardLimit(Streams streams, OptionalInt most) {
    /**
     * Sees that an account may have so many more open shards in a region.
     *
     * @throws LimitExceededException when not
     */
    void check(Home home, int more) {
        if (most.isEmpty()) {
            return;
        }
        int limit = most.getAsInt();
        int open = streams.openShards(home);
        if (open + more > limit) {
            throw new LimitExceededException("This request would exceed the shard limit for the account "
                    + home.account() + " in " + home.region() + ". Current shard count for the account: " + open
                    + ". Limit: " + limit + ". Number of additional shards that would have resulted from this request: "
                    + more + ". Raise the limit with --shard-limit.");
        }
    }
}
