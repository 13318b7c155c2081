package io.millrace.service.stream;

import io.millrace.service.log.SequenceNumber;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A shard of a stream.
 *
 * @param index its place in the order of creation, never used twice in a stream
 * @param parents indices of the shards it came from: none, one (a split) or two (a merge; the one that was named first)
 * @param createdSecond leads its sequence numbers; greater than its parents'
 * @param createdMillis when it opened
 * @param closedMillis when it was split or merged; null while it is open
 */
public record Shard(
        int index,
        HashKeyRange range,
        List<Integer> parents,
        long createdSecond,
        long createdMillis,
        Long closedMillis) {

    public Shard {
        parents = List.copyOf(parents);
    }

    public String id() {
        return ShardId.format(index);
    }

    public boolean isOpen() {
        return closedMillis == null;
    }

    public Shard close(long millis) {
        return new Shard(index, range, parents, createdSecond, createdMillis, millis);
    }

    /** Less than the number of every record. */
    public SequenceNumber startingSequenceNumber() {
        return SequenceNumber.of(createdSecond, 0, createdMillis, index);
    }

    /** Greater than the number of every record; empty while the shard is open. */
    public Optional<SequenceNumber> endingSequenceNumber() {
        return Optional.ofNullable(closedMillis)
                .map(closed -> SequenceNumber.of(createdSecond, SequenceNumber.LAST_COUNTER, closed, index));
    }

    /** Whether the shard was open at a time; the moments of opening and of closing count. */
    public boolean wasOpenAt(Instant time) {
        return createdMillis <= time.toEpochMilli() && closedAtOrAfter(time);
    }

    /** Whether the shard is open or was closed at or after a time. */
    public boolean closedAtOrAfter(Instant time) {
        return closedMillis == null || closedMillis >= time.toEpochMilli();
    }
}
