package io.millrace.launcher.iterations;

import io.millrace.checkpoint.CheckpointStore;
import io.millrace.checkpoint.CheckpointStore.Summary;
import io.millrace.checkpoint.IterationPlan;
import io.millrace.checkpoint.SequenceNumber;
import io.millrace.checkpoint.Shard;
import io.millrace.checkpoint.ShardId;
import io.millrace.checkpoint.ShardPlan;
import io.millrace.checkpoint.StreamIdentity;
import io.millrace.client.StreamReader;
import io.millrace.client.StreamReader.IteratorStart;
import io.millrace.client.StreamReader.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How far a reader is behind the tip of its stream: what no committed iteration has, also when it is planned already.
 *
 * @param unread how many records that is, when they were counted; an aggregate counts as one
 * @param oldest the one that expires next; empty when there is nothing unread
 * @param retention how long the stream keeps records now
 */
record Lag(OptionalLong unread, Optional<Unread> oldest, Duration retention) {
    /** The oldest unread record of a shard. */
    record Unread(ShardId shard, SequenceNumber number, Instant arrival) {}

    /** When the oldest unread record expires. */
    Optional<Instant> expires() {
        return oldest.map(record -> record.arrival().plus(retention));
    }

    /**
     * Looks into every shard that has something left for the reader.
     *
     * @param iterations the reader's, in order
     * @param count whether to read everything that is unread to count it
     * @return empty when the stream is no longer the one that the iterations are of
     */
    static Optional<Lag> of(
            List<Summary> iterations,
            CheckpointStore store,
            StreamIdentity identity,
            StreamReader stream,
            boolean count) {
        StreamReader.Description now = stream.describe();
        if (!now.identity().equals(identity)) {
            return Optional.empty();
        }
        Map<ShardId, IteratorStart> starts = new HashMap<>();
        Set<ShardId> done = new HashSet<>();
        starts(iterations, store, starts, done);
        ShardWalk walk = new ShardWalk(stream);
        long unread = 0;
        Optional<Unread> oldest = Optional.empty();
        Optional<String> token = Optional.empty();
        do {
            StreamReader.ShardPage page = stream.shards(token);
            for (Shard shard : page.shards()) {
                if (!done.contains(shard.id())) {
                    IteratorStart start = starts.getOrDefault(shard.id(), new IteratorStart.TrimHorizon());
                    Tail tail = Tail.of(shard.id(), start, walk, count);
                    unread += tail.records;
                    oldest = older(oldest, tail.first);
                }
            }
            token = page.nextToken();
        } while (token.isPresent());
        return Optional.of(new Lag(count ? OptionalLong.of(unread) : OptionalLong.empty(), oldest, now.retention()));
    }

    private static Optional<Unread> older(Optional<Unread> one, Optional<Unread> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return one.get().arrival().isAfter(other.get().arrival()) ? other : one;
    }

    /** Where each known shard goes on: at the first range that is not committed, else after what was consumed. */
    private static void starts(
            List<Summary> iterations, CheckpointStore store, Map<ShardId, IteratorStart> starts, Set<ShardId> done) {
        for (int i = 0; i < iterations.size(); i++) {
            boolean newest = i == iterations.size() - 1;
            boolean planned = iterations.get(i).state() == IterationPlan.State.PLANNED;
            Optional<IterationPlan> plan =
                    newest || planned ? store.find(iterations.get(i).key()) : Optional.empty();
            for (ShardPlan shard : plan.map(IterationPlan::shards).orElse(List.of())) {
                if (planned) {
                    shard.records()
                            .ifPresent(range -> starts.putIfAbsent(shard.shard(), new IteratorStart.At(range.first())));
                }
                if (newest && shard.finished() && !starts.containsKey(shard.shard())) {
                    done.add(shard.shard());
                }
                if (newest) {
                    shard.consumed()
                            .ifPresent(number -> starts.putIfAbsent(shard.shard(), new IteratorStart.After(number)));
                }
            }
        }
    }

    /** What one shard has from a position on. */
    private static final class Tail {
        private long records;
        private Optional<Unread> first = Optional.empty();

        static Tail of(ShardId shard, IteratorStart start, ShardWalk walk, boolean count) {
            Tail tail = new Tail();
            walk.visit(shard, start, record -> tail.see(shard, record) && count);
            return tail;
        }

        private boolean see(ShardId shard, StoredRecord record) {
            records++;
            if (first.isEmpty()) {
                first = Optional.of(new Unread(shard, record.sequenceNumber(), record.arrival()));
            }
            return true;
        }
    }
}
