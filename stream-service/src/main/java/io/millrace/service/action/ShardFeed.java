package io.millrace.service.action;

import io.millrace.service.error.ServiceException.ResourceNotFoundException;
import io.millrace.service.log.ReadPage;
import io.millrace.service.log.SequenceNumber;
import io.millrace.service.log.ShardKey;
import io.millrace.service.log.ShardLog.Watch;
import io.millrace.service.quota.Allowance;
import io.millrace.service.stream.Shard;
import io.millrace.service.stream.Stream;
import io.millrace.service.subscription.Feed;
import io.millrace.service.wire.Reply;
import java.time.Instant;
import java.util.Optional;

/** A shard's records from a place on, as the events of SubscribeToShard. Used by one thread at a time. */
final class ShardFeed implements Feed {
    private static final int MOST_RECORDS = 10_000;
    /** Small enough for the first records of many to come soon. */
    private static final long MOST_BYTES = 1 << 20;

    private final ShardFeeds feeds;
    private final long streamId;
    private final int index;
    private final ShardKey key;
    private final Optional<Allowance> allowance;
    private final long mostBytes;
    private SequenceNumber next;

    ShardFeed(ShardFeeds feeds, Stream stream, Shard shard, SequenceNumber from) {
        this.feeds = feeds;
        this.streamId = stream.header().id();
        this.index = shard.index();
        this.key = stream.logKey(shard);
        this.allowance = feeds.traffic().push(stream);
        this.next = from;
        // A single record is given whole.
        this.mostBytes = Math.max(MOST_BYTES, stream.settings().maxRecordKib() * 1024L);
    }

    @Override
    public long mostBytes() {
        return mostBytes;
    }

    @Override
    public long pauseMillis() {
        return allowance.map(Allowance::millisUntilOpen).orElse(0L);
    }

    @Override
    public Part next() {
        // Looked up before the log is read: a shard that is closed by now gets no record afterwards.
        Stream stream = feeds.streams()
                .numbered(streamId)
                .orElseThrow(() -> new ResourceNotFoundException("The stream was deleted."));
        Shard shard = stream.shard(index);
        if (shard == null) {
            throw new ResourceNotFoundException("The shard has expired.");
        }
        ReadPage page = feeds.pages().read(stream, key, next, MOST_RECORDS, MOST_BYTES);
        next = page.next();
        feeds.traffic().pushed(stream, page);
        allowance.ifPresent(bounded -> bounded.charge(Traffic.bytes(page)));
        boolean last = !shard.isOpen() && page.nextMillis().isEmpty();
        return new Part(event(stream, shard, page, last), page.records().isEmpty() && !last, last);
    }

    @Override
    public Watch watch(Runnable onChange) {
        return feeds.log().watch(key, onChange);
    }

    /** Going on at or after ContinuationSequenceNumber is the same: no record ever has this number. */
    private Reply event(Stream stream, Shard shard, ReadPage page, boolean last) {
        Instant now = feeds.clock().instant();
        return out -> {
            Descriptions.records(out, page);
            if (last) {
                out.objects("ChildShards", stream.children(shard), Descriptions.child());
            } else {
                out.text("ContinuationSequenceNumber", page.next());
            }
            Descriptions.behind(out, page, now);
        };
    }
}
