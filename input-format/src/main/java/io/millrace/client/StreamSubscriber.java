package io.millrace.client;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.ShardId;
import io.millrace.client.StreamReader.IteratorStart;
import io.millrace.client.StreamReader.StoredRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the connector asks of enhanced fan-out, for one registered consumer (a port). Failures are a
 * {@link StreamException}. Implementations are thread-safe.
 */
public interface StreamSubscriber extends AutoCloseable {
    /** Subscribes to a shard, for some minutes. Whether that succeeds is told by the first event. */
    Subscription subscribe(ShardId shard, IteratorStart start);

    /** Ends all subscriptions. */
    @Override
    void close();

    /** A subscription that is going on. For one thread. */
    interface Subscription extends AutoCloseable {
        /**
         * Waits for the next event, which comes every few seconds even if nothing is new.
         *
         * @return empty when the subscription has ended, as each does after some minutes
         */
        Optional<Event> next();

        /** Ends it. */
        @Override
        void close();
    }

    /**
     * Some of a shard's records, in order; none, where nothing is new.
     *
     * @param next the number after which another subscription goes on; empty when the shard is closed and nothing follows
     * @param behind how far the event's end is from the shard's tip; zero: there was nothing more
     * @param volume of the records, which may only be made when they are asked for
     */
    record Event(List<StoredRecord> records, Optional<SequenceNumber> next, Duration behind, Volume volume) {
        /** Of records that are there. */
        public Event(List<StoredRecord> records, Optional<SequenceNumber> next, Duration behind) {
            this(records, next, behind, Volume.of(records));
        }
    }
}
