package io.millrace.service.action;

import io.millrace.service.log.SequenceNumber;
import io.millrace.service.log.ShardLog;
import io.millrace.service.stream.Shard;
import io.millrace.service.stream.Stream;
import io.millrace.service.subscription.Feed;
import java.time.InstantSource;

/** Opens feeds of shards for subscriptions. Thread-safe. */
record ShardFeeds(Streams streams, ShardLog log, ShardPages pages, Traffic traffic, InstantSource clock) {
    /** The records of a shard from a place on. */
    Feed open(Stream stream, Shard shard, SequenceNumber from) {
        return new ShardFeed(this, stream, shard, from);
    }
}
