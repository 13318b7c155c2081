package io.millrace.shard;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.ShardPages;
import io.millrace.client.StreamReader.IteratorStart;
import io.millrace.client.StreamReader.RecordPage;
import io.millrace.client.StreamReader.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the last record of an open shard, going on from a record that was seen. It jumps ahead by arrival times, because
 * that takes few calls, but a jump only chooses where to read on: from any record on, reading until nothing follows ends
 * at the tip, however wrong the times are. The service's own clock is used, never this machine's. For one thread.
 */
final class TipSearch {
    /** Closer to the tip than this, reading on is cheaper than another jump. */
    private static final Duration NEAR = Duration.ofSeconds(2);
    /** How many records a look takes along: enough for the rest of a quiet shard, little of a busy one. */
    private static final int LOOK = 1000;

    private static final int MOST = 10_000;

    private final Function<IteratorStart, ShardPages> open;
    private ShardPages place;

    /**
     * A search from where a walk stands.
     *
     * @param open starts a walk through the shard
     * @param place a walk that has read a record
     */
    TipSearch(Function<IteratorStart, ShardPages> open, ShardPages place) {
        this.open = open;
        this.place = place;
    }

    /** The greatest sequence number in the shard now. */
    SequenceNumber tip() {
        if (!place.isAtTip()) {
            place.nextRecords(LOOK);
        }
        while (!place.isAtTip() && jump()) {
            // Each jump starts with a better idea of the service's clock.
        }
        while (!place.isAtTip()) {
            place.nextRecords(MOST);
        }
        return place.lastNumber().orElseThrow();
    }

    /** Whether another jump may get further still. */
    private boolean jump() {
        StoredRecord last = place.last().orElseThrow();
        Duration behind = place.page().map(RecordPage::behind).orElse(Duration.ZERO);
        Instant target = last.arrival().plus(behind).minus(NEAR);
        if (!target.isAfter(last.arrival())) {
            return false;
        }
        if (lookAt(target)) {
            return true;
        }
        narrow(last.arrival(), target);
        return false;
    }

    /**
     * Nothing arrived at {@code nothingFrom} or later: goes back from there in steps that double, then halves what is
     * left between the latest hit and the earliest miss.
     */
    private void narrow(Instant somethingFrom, Instant nothingFrom) {
        Instant hit = somethingFrom;
        Instant miss = nothingFrom;
        Duration step = NEAR;
        boolean ahead = false;
        while (!place.isAtTip() && Duration.between(hit, miss).compareTo(NEAR) > 0) {
            Instant back = miss.minus(step);
            Instant middle = hit.plus(Duration.between(hit, miss).dividedBy(2));
            Instant time = ahead || back.isBefore(middle) ? middle : back;
            if (lookAt(time)) {
                hit = time;
                ahead = true;
            } else {
                miss = time;
                step = step.multipliedBy(2);
            }
        }
    }

    /** Goes there if there is a record after the place where the search stands. */
    private boolean lookAt(Instant time) {
        ShardPages there = open.apply(new IteratorStart.AtTime(time));
        there.nextRecords(LOOK);
        Optional<SequenceNumber> seen = there.lastNumber();
        if (seen.isEmpty() || !seen.get().isAfter(place.lastNumber().orElseThrow())) {
            return false;
        }
        place = there;
        return true;
    }
}
