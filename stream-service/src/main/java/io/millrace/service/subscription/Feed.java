package io.millrace.service.subscription;

import io.millrace.service.log.ShardLog.Watch;
import io.millrace.service.wire.Reply;

/** What a subscription sends: a shard's records from a place on. Used by one thread at a time. */
public interface Feed {
    /** The next part of the shard, empty where there is nothing new, and moves on behind it. */
    Part next();

    /** The most bytes of records that a part has. */
    long mostBytes();

    /** How long to wait before the next part may be taken, in milliseconds; 0 when it may be taken now. */
    default long pauseMillis() {
        return 0;
    }

    /** Calls back when there may be more. */
    Watch watch(Runnable onChange);

    /**
     * Some of the shard's records as an event.
     *
     * @param empty there was no record, and the shard may get more
     * @param last the shard is closed and all of it was read
     */
    record Part(Reply event, boolean empty, boolean last) {}
}
