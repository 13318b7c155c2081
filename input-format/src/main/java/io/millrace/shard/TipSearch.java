package io.millrace.shard;

import io.millrace.checkpoint.SequenceNumber;
import io.millrace.client.ShardPages;
import io.millrace.client.StreamReader.IteratorStart;
import io.millrace.client.StreamReader.RecordPage;
import io.millrace.client.StreamReader.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

    private static final int MOST = 10_000;

    private final Function<IteratorStart, ShardPages> open;
    private final TipHint hint;
    private ShardPages place;
    private Density density;

    /**
     * A search from where a walk stands.
     *
     * @param open starts a walk through the shard
     * @param place a walk that has read a record
     * @param hint of the shards that were searched before, which is where this one is looked at first; learns of it
     */
    TipSearch(Function<IteratorStart, ShardPages> open, ShardPages place, TipHint hint) {
        this.open = open;
        this.hint = hint;
        this.place = place;
        List<StoredRecord> seen = place.page().map(RecordPage::records).orElse(List.of());
        this.density = Density.of(seen.isEmpty() ? List.of(place.last().orElseThrow()) : seen);
    }

    /** The greatest sequence number in the shard now. */
    SequenceNumber tip() {
        if (!place.isAtTip()) {
            search();
            hint.found(place.last().orElseThrow().arrival());
        }
        return place.lastNumber().orElseThrow();
    }

    private void search() {
        Instant here = place.last().orElseThrow().arrival();
        Optional<Instant> hinted = hint.time().filter(here::isBefore);
        boolean passed = hinted.filter(this::lookAt).isPresent();
        if (!place.isAtTip()) {
            look(place, passed ? MOST : density.look());
        }
        if (hinted.isPresent() && !passed) {
            narrow(here, hinted.get());
        } else {
            while (!place.isAtTip() && jump()) {
                // Each jump starts with a better idea of the service's clock.
            }
        }
        while (!place.isAtTip()) {
            place.nextRecords(MOST);
        }
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
     * Nothing arrived at {@code nothingFrom} or later: the shard fell silent some time before. That may be seconds or days,
     * each as likely as the other, so the time is sought by its magnitude: each look halves the ratio of the longest to the
     * shortest silence that is still possible. Ends as soon as what is left is read sooner than searched.
     */
    private void narrow(Instant somethingFrom, Instant nothingFrom) {
        Duration longest = Duration.between(somethingFrom, nothingFrom);
        Duration shortest = NEAR;
        while (!place.isAtTip() && longest.compareTo(shortest.plus(NEAR)) > 0) {
            Instant end = nothingFrom.minus(shortest);
            if (density.isSoonRead(Duration.between(place.last().orElseThrow().arrival(), end))) {
                return;
            }
            Duration middle = Duration.ofMillis((long) Math.sqrt((double) shortest.toMillis() * longest.toMillis()));
            if (lookAt(nothingFrom.minus(middle))) {
                longest = middle;
            } else {
                shortest = middle;
            }
        }
    }

    /** Goes there if there is a record after the place where the search stands. */
    private boolean lookAt(Instant time) {
        ShardPages there = open.apply(new IteratorStart.AtTime(time));
        look(there);
        Optional<SequenceNumber> seen = there.lastNumber();
        if (seen.isEmpty() || !seen.get().isAfter(place.lastNumber().orElseThrow())) {
            return false;
        }
        place = there;
        return true;
    }

    private void look(ShardPages there) {
        look(there, density.look());
    }

    private void look(ShardPages there, int limit) {
        List<StoredRecord> seen = there.nextRecords(limit);
        if (!seen.isEmpty()) {
            density = Density.of(seen);
        }
    }
}
